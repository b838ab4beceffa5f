import BPMN

/// A parallel gateway: waits for one token from each incoming flow, and sends one along each outgoing.
struct ParallelGateway: ElementBehaviour {
    let incoming: [FlowIndex]

    var isJoin: Bool { incoming.count > 1 }

    func enter(_ token: TokenIndex, in instance: inout Instance) throws(EngineFailure) -> TokenState {
        guard isJoin else { return .ready }
        let waiting = instance.holdAtJoin(token)
        let first = incoming.compactMap { flow in waiting.first { Int(instance.tokens[$0].flow) == flow } }
        guard first.count == incoming.count else { return .waiting }
        try instance.join(first, into: token)
        return .ready
    }

    func choose(_ token: TokenIndex, in instance: inout Instance) -> Choice { .all }
}
