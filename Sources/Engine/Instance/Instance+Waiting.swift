import Events

extension Instance {
    /// What the instance waits for from outside, in running order.
    func subscriptions() -> [Subscription] {
        var found: [Subscription] = []
        forEachToken(in: 0) { token in
            guard tokens[token].state == .waiting else { return }
            let node = node(of: token)
            for pattern in node.trigger.outside {
                found.append(
                    Subscription(
                        kind: pattern.kind, name: pattern.name,
                        correlations: wantedCorrelations(of: node.trigger, in: scope(of: token)), element: node.id))
            }
        }
        return found
    }

    /// When the instance next needs the clock.
    var wakeAt: Timestamp? { nil }

    private func wantedCorrelations(of trigger: Trigger, in scope: RunningScopeIndex) -> [CorrelationText]? {
        guard case .message(let use) = trigger, !use.rules.isEmpty else { return nil }
        let known = correlations(in: scope)
        if known.isEmpty { return nil }
        return known.filter { !$0.value.isEmpty }.map { CorrelationText(key: $0.key, properties: $0.value) }
    }
}
