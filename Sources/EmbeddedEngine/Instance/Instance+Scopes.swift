import EnginePort
import Models

extension Instance {
    /// A subprocess or called process begins in this token.
    mutating func beginScope(
        _ scope: ScopeIndex, of owner: TokenIndex, with data: TaskData,
        startingWhere isStarting: (Trigger) -> Bool = { _ in true }
    ) throws(EngineFailure) {
        let depth = scopes[self.scope(of: owner)].depth + 1
        guard depth <= Turn.deepest else {
            throw EngineFailure(
                kind: .budget, element: node(of: owner).id,
                message: "subprocesses lie more than \(Turn.deepest) deep in each other; does one call itself?")
        }
        let running = RunningScope(scope: scope, owner: owner, depth: depth, serial: nextCount())
        let place: RunningScopeIndex
        if let free = freeScopes.popLast() {
            place = free
            scopes[place] = running
        } else {
            place = scopes.count
            scopes.append(running)
        }
        turn.effort -= Effort.begin
        tokens[owner].memory = .scope(Int32(truncatingIfNeeded: place))
        try enterStarts(of: place, with: data, where: isStarting)
    }

    /// Tokens for the start elements of a scope arrive there.
    mutating func enterStarts(
        of scope: RunningScopeIndex, with data: TaskData, where isStarting: (Trigger) -> Bool
    ) throws(EngineFailure) {
        var data = data
        // Most processes make a handful of variables.
        data.reserveCapacity(8)
        var started: [TokenIndex] = []
        for element in plan.definition.scopes[scopes[scope].scope].starts
        where isStarting(plan.nodes[element].trigger) {
            let token = Token(element: element, scope: scope, data: data)
            started.append(tokens.append(token, to: &scopes[scope].list))
        }
        for token in started { try arrive(token) }
        try standBy(in: scope, with: data)
    }

    /// Ends the scope once no token is left in it: its data goes to its owner, who is ready to go on.
    mutating func finishIfDone(_ scope: RunningScopeIndex) throws(EngineFailure) {
        guard scopes[scope].isRunning, isIdle(scope) else { return }
        try cancelAll(in: scope)
        let data: TaskData
        do {
            data = try scopes[scope].joinArrivals()
        } catch {
            throw EngineFailure(kind: .model, element: nil, message: error.message)
        }
        let owner = scopes[scope].owner
        close(scope)
        guard owner >= 0 else {
            result = data
            ended = true
            return
        }
        tokens[owner].memory = .nothing
        try node(of: owner).behaviour.take(data, back: owner, in: &self)
        try set(owner, to: .ready)
    }

    /// Ends every token of the scope, and the scope with the data of the one that ends it.
    mutating func terminate(_ token: TokenIndex) throws(EngineFailure) {
        let scope = scope(of: token)
        let end = RunningScope.Arrival(element: tokens[token].element, data: tokens[token].data)
        try cancelAll(in: scope)
        scopes[scope].arrivals = [end]
    }

    /// The scope runs no more; its place is free.
    mutating func close(_ scope: RunningScopeIndex) {
        scopes[scope].isRunning = false
        scopes[scope].arrivals = []
        if scope != 0 { freeScopes.append(scope) }
    }
}
