import EnginePort
import Messages
import Models

/// One run of a process: a value. Its tokens with their data, its scopes with their correlations, and what it has
/// thrown that nobody inside caught.
struct Instance: Sendable {
    let plan: Plan
    var tokens = TokenStore()
    /// The process first; a scope that has ended leaves its place to another.
    var scopes: [RunningScope]
    var freeScopes: [RunningScopeIndex] = []
    /// Counts scopes that began and tokens that came to a join.
    var counter: UInt64 = 0
    /// Counts the passes over the tokens; what becomes ready in one runs in the next.
    var pass: UInt64 = 0
    /// Ready tokens that the engine runs.
    var runnable = 0
    /// Waiting tokens that a time may wake.
    var alarms = 0
    var ended = false
    /// How many bytes its state had when it was written last.
    var size = 0
    /// The data of the last token, once it has ended.
    var result: TaskData = [:]
    var turn: Turn
    private var thrown: [Event] = []

    init(of plan: Plan, turn: Turn) {
        self.plan = plan
        self.scopes = [RunningScope(scope: 0, owner: -1, depth: 0, serial: 0)]
        self.turn = turn
        // The objects of the process itself begin empty; those of a subprocess must be written first.
        for object in plan.definition.scopes[0].dataObjects { scopes[0].objects[object] = .null }
    }

    /// What was thrown and not caught inside since the last call, in order.
    mutating func getEvents() -> [Event] {
        defer { thrown = [] }
        return thrown
    }

    mutating func emit(_ event: Event) { thrown.append(event) }

    func node(of token: TokenIndex) -> Node { plan.nodes[Int(tokens[token].element)] }

    func scope(of token: TokenIndex) -> RunningScopeIndex { Int(tokens[token].scope) }

    mutating func nextCount() -> UInt64 {
        counter += 1
        return counter
    }

    /// Changes a token's state by the lifecycle, and keeps count of what there is to run.
    mutating func set(_ token: TokenIndex, to state: TokenState) throws(EngineFailure) {
        let node = node(of: token)
        let isRun = tokens[token].role != .element || !node.isManual
        switch tokens[token].state {
        case .ready where isRun: runnable -= 1
        case .waiting: countWaiting(token, node, by: -1)
        default: break
        }
        try tokens.set(token, to: state)
        switch state {
        case .ready:
            tokens[token].readySince = pass
            if isRun { runnable += 1 }
        case .waiting: countWaiting(token, node, by: 1)
        default: break
        }
    }

    /// Keeps count of what must be asked again.
    mutating func countWaiting(_ token: TokenIndex, _ node: Node, by step: Int) {
        if node.watches { scopes[scope(of: token)].watchers += step }
        if node.hasTimer { alarms += step }
    }

    /// A token's way out of the instance: it has no element to go to.
    mutating func remove(_ token: TokenIndex) {
        tokens.remove(token, from: &scopes[scope(of: token)].list)
    }
}
