import EnginePort
import Messages
import Models
import Values

extension Instance {
    /// A scope begins: its event subprocesses stand by.
    mutating func standBy(in scope: RunningScopeIndex, with data: TaskData) throws(EngineFailure) {
        for element in plan.definition.scopes[scopes[scope].scope].eventSubprocesses {
            var token = Token(element: element, scope: scope, data: data)
            token.role = .standby
            let index = tokens.append(token, to: &scopes[scope].list)
            let isDue = try expect(plan.nodes[element].trigger, at: index) == .ready
            try set(index, to: .waiting)
            if isDue { try beginAtOnce(index) }
        }
    }

    /// The time or condition of an event subprocess had come before its scope began.
    private mutating func beginAtOnce(_ token: TokenIndex) throws(EngineFailure) {
        let isOver = node(of: token).hasTimer && !node(of: token).interruptsScope
        tokens[token].memory = .fired
        try beginEventSubprocess(standingBy: token, with: nil)
        if isOver { try vanish(token) }
    }

    /// Its event has come: the event subprocess runs, beside its scope or instead of it.
    /// - Parameter event: nil where a time or a condition has come.
    mutating func beginEventSubprocess(
        standingBy token: TokenIndex, with event: (event: Event, addressed: Bool)?
    ) throws(EngineFailure) {
        let scope = scope(of: token)
        let element = Int(tokens[token].element)
        let data = tokens[token].data
        if node(of: token).interruptsScope {
            try cancelAll(in: scope)
            // It takes the place of all that ran there, also of paths that are over.
            scopes[scope].arrivals = []
        }
        let running = tokens.append(
            Token(element: element, scope: scope, data: data), to: &scopes[scope].list)
        try arrive(running)
        guard case .scope(let inner) = tokens[running].memory else { return }
        try start(Int(inner), with: data, by: event)
    }

    /// The start element of an event subprocess has its event, and need not wait for it.
    private mutating func start(
        _ scope: RunningScopeIndex, with data: TaskData, by event: (event: Event, addressed: Bool)?
    ) throws(EngineFailure) {
        guard let element = plan.definition.scopes[scopes[scope].scope].starts.first else { return }
        let token = Token(element: element, scope: scope, data: data)
        let start = tokens.insert(token, after: -1, in: &scopes[scope].list)
        try set(start, to: .waiting)
        if let event {
            try deliver(event.event, to: start, addressed: event.addressed)
        } else {
            try set(start, to: .ready)
        }
    }

    /// The event subprocesses of a scope that stand by.
    func standbys(in scope: RunningScopeIndex) -> [TokenIndex] {
        if plan.definition.scopes[scopes[scope].scope].eventSubprocesses.isEmpty { return [] }
        return tokens(of: scope).filter { tokens[$0].role == .standby }
    }

    /// Whether only event subprocesses that stand by are left in a scope.
    func isIdle(_ scope: RunningScopeIndex) -> Bool {
        let list = scopes[scope].list
        if list.count == 0 { return true }
        if plan.definition.scopes[scopes[scope].scope].eventSubprocesses.isEmpty { return false }
        var next = Int(list.first)
        while next >= 0 {
            guard tokens[next].role == .standby else { return false }
            next = Int(tokens[next].next)
        }
        return true
    }
}
