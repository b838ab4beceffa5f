import EnginePort
import Models

/// An inclusive gateway: waits while a token can still come by an incoming flow that has none yet, and sends
/// tokens along every flow whose condition holds (BPMN 2.0 §13.4.3).
struct InclusiveGateway: ElementBehaviour {
    let incoming: [FlowIndex]
    /// For each incoming flow, the elements from which a token can come by it without passing the gateway.
    let sources: [Set<ElementIndex>]

    var isJoin: Bool { incoming.count > 1 }
    var watches: Bool { isJoin }

    func enter(_ token: TokenIndex, in instance: inout Instance) throws(EngineFailure) -> TokenState {
        guard isJoin else { return .ready }
        _ = instance.holdAtJoin(token)
        return try recheck(token, in: &instance) ? .ready : .waiting
    }

    func recheck(_ token: TokenIndex, in instance: inout Instance) throws(EngineFailure) -> Bool {
        instance.turn.count(tokens: 2 * instance.scopes[instance.scope(of: token)].list.count)
        let waiting = instance.tokensAtJoin(with: token)
        let first = incoming.map { flow in waiting.first { Int(instance.tokens[$0].flow) == flow } }
        let carrier = first.compactMap(\.self).max { instance.arrival(of: $0) < instance.arrival(of: $1) }
        // The last to come goes on; it is asked itself.
        guard carrier == token, !canMoreCome(besides: first, to: token, in: instance) else { return false }
        try instance.join(first.compactMap(\.self), into: token)
        return true
    }

    private func canMoreCome(besides first: [TokenIndex?], to token: TokenIndex, in instance: Instance) -> Bool {
        let empty = incoming.indices.filter { first[$0] == nil }
        if empty.isEmpty { return false }
        let filled = incoming.indices.filter { first[$0] != nil }
        let here = instance.tokens[token].element
        return instance.tokens(of: instance.scope(of: token)).contains { other in
            let element = instance.tokens[other].element
            if element == here {
                // A split sends its tokens together, but they arrive one after the other.
                let flow = Int(instance.tokens[other].flow)
                return instance.tokens[other].state == .future && empty.contains { incoming[$0] == flow }
            }
            return empty.contains { sources[$0].contains(Int(element)) }
                && !filled.contains { sources[$0].contains(Int(element)) }
        }
    }

    func choose(_ token: TokenIndex, in instance: inout Instance) throws(EngineFailure) -> Choice {
        let node = instance.node(of: token)
        return node.outgoing.count == 1 && !node.hasConditions ? .all : try instance.chooseByCondition(token, node)
    }
}
