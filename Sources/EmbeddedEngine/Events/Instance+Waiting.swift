import EnginePort
import Messages
import Values

extension Instance {
    /// What the instance waits for from outside, in running order.
    func subscriptions() -> [Subscription] {
        var found: [Subscription] = []
        for token in tokens(in: 0) {
            let node = node(of: token)
            if let task = givenOut(token) {
                found.append(
                    Subscription(
                        kind: .task, name: node.outsideName, correlations: CorrelationText.all(of: task.correlations),
                        element: node.id))
            }
            guard tokens[token].state == .waiting else { continue }
            for trigger in openTriggers(of: token) {
                guard let pattern = trigger.outside.first else { continue }
                found.append(
                    Subscription(
                        kind: pattern.kind, name: pattern.name,
                        correlations: wantedCorrelations(of: trigger, in: scope(of: token)),
                        element: tokens[token].role == .standby ? startID(behind: node) : node.id))
            }
        }
        return found
    }

    /// The id of the start element of an event subprocess.
    func startID(behind node: Node) -> String {
        let start = node.behaviour.innerScope.flatMap { plan.definition.scopes[$0].starts.first }
        return start.map { plan.nodes[$0].id } ?? node.id
    }

    /// What a waiting token still waits for, each alone.
    func openTriggers(of token: TokenIndex) -> [Trigger] {
        guard case .several(let triggers, _) = node(of: token).trigger else { return [node(of: token).trigger] }
        guard case .parts(let parts) = tokens[token].memory else { return [] }
        return zip(triggers, parts).compactMap { trigger, part in
            if case .seen = part { nil } else { trigger }
        }
    }

    private func wantedCorrelations(of trigger: Trigger, in scope: RunningScopeIndex) -> [CorrelationText]? {
        guard case .message(let use) = trigger, !use.rules.isEmpty else { return nil }
        let known = correlations(in: scope)
        if known.isEmpty { return nil }
        var wanted: [CorrelationText] = []
        for (key, properties) in known where !properties.isEmpty {
            wanted.append(CorrelationText(key: key, properties: properties))
        }
        return wanted
    }
}
