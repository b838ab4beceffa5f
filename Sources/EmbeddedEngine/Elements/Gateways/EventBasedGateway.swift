import EnginePort

/// An event-based gateway: waits for the events of the elements behind it, and goes on to the one whose event
/// comes first.
struct EventBasedGateway: CatchingElement {
    /// The triggers of the elements behind it, in the order of its outgoing flows.
    let trigger: Trigger

    func choose(_ token: TokenIndex, in instance: inout Instance) throws(EngineFailure) -> Choice {
        guard case .parts(let parts) = instance.tokens[token].memory,
            let chosen = parts.firstIndex(where: { if case .seen = $0 { true } else { false } })
        else { return .all }
        return .one(chosen)
    }
}
