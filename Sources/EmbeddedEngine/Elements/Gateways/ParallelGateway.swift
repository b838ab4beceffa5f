import EnginePort
import Models

/// A parallel gateway: waits for one token from each incoming flow, and sends one along each outgoing.
///
/// It does not wait for itself: a token that comes back to it in a loop goes on at once, as in SpiffWorkflow.
struct ParallelGateway: ElementBehaviour {
    /// The flows by which tokens come that have not passed the gateway.
    let incoming: [FlowIndex]
    let loopBacks: [FlowIndex]

    init(incoming: [FlowIndex], loopBacks: LoopBacks) {
        let isLoopBack = incoming.count > 1 ? incoming.map(loopBacks.contains) : []
        self.incoming = incoming.indices.filter { isLoopBack.isEmpty || !isLoopBack[$0] }.map { incoming[$0] }
        self.loopBacks = isLoopBack.indices.filter { isLoopBack[$0] }.map { incoming[$0] }
    }

    var isJoin: Bool { incoming.count > 1 }

    func enter(_ token: TokenIndex, in instance: inout Instance) throws(EngineFailure) -> TokenState {
        guard isJoin, !loopBacks.contains(Int(instance.tokens[token].flow)) else { return .ready }
        let waiting = instance.holdAtJoin(token)
        let first = incoming.compactMap { flow in waiting.first { Int(instance.tokens[$0].flow) == flow } }
        guard first.count == incoming.count else { return .waiting }
        try instance.join(first, into: token)
        return .ready
    }

    func choose(_ token: TokenIndex, in instance: inout Instance) -> Choice { .all }
}
