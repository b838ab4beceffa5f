import Events

extension Transaction {
    /// Replaces everything that `instance` waits for.
    package borrowing func replaceSubscriptions(
        of instance: InstanceKey, definition: String, with subscriptions: [StoredSubscription]
    ) throws(StoreFailure) {
        let definition = try definitionKey(definition)
        for (slot, subscription) in subscriptions.enumerated() {
            let interest = try interestKey(subscription.kind, name: subscription.name, definition: definition)
            let insert = try database.statement(
                """
                INSERT INTO subscription (instance, slot, interest, correlation, element) VALUES (?1, ?2, ?3, ?4, ?5)
                ON CONFLICT DO UPDATE SET interest = ?3, correlation = ?4, element = ?5
                """)
            insert.bind(1, instance.number)
            insert.bind(2, slot)
            insert.bind(3, interest)
            insert.bind(4, subscription.correlation?.text ?? "")
            insert.bind(5, subscription.element)
            try insert.run()
        }
        let delete = try database.statement("DELETE FROM subscription WHERE instance = ?1 AND slot >= ?2")
        delete.bind(1, instance.number)
        delete.bind(2, subscriptions.count)
        try delete.run()
    }

    /// What `instance` waits for, in the order it was given.
    package borrowing func subscriptions(of instance: InstanceKey) throws(StoreFailure) -> [StoredSubscription] {
        let select = try database.statement(
            """
            SELECT kind, name, correlation, element FROM subscription JOIN interest ON interest.key = interest
            WHERE instance = ?1 ORDER BY slot
            """)
        select.bind(1, instance.number)
        var subscriptions: [StoredSubscription] = []
        while try select.step() {
            guard let kind = EventKind(code: UInt8(clamping: select.int64(0))) else {
                throw StoreFailure(.unreadable, "\(database.path): unknown kind of event \(select.int64(0))")
            }
            let correlation = select.text(2)
            subscriptions.append(
                StoredSubscription(
                    kind: kind, name: select.optionalText(1),
                    correlation: correlation.isEmpty ? nil : CorrelationText(stored: correlation),
                    element: select.text(3)))
        }
        return subscriptions
    }
}
