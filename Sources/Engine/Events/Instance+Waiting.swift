import Events

extension Instance {
    /// What the instance waits for from outside, in running order.
    func subscriptions() -> [Subscription] {
        var found: [Subscription] = []
        forEachToken(in: 0) { token in
            guard tokens[token].state == .waiting else { return }
            let node = node(of: token)
            for trigger in openTriggers(of: token) {
                guard let pattern = trigger.outside.first else { continue }
                found.append(
                    Subscription(
                        kind: pattern.kind, name: pattern.name,
                        correlations: wantedCorrelations(of: trigger, in: scope(of: token)), element: node.id))
            }
        }
        return found
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
        return known.filter { !$0.value.isEmpty }.map { CorrelationText(key: $0.key, properties: $0.value) }
    }
}
