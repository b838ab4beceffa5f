package import Messages
package import StorePort
package import Values

extension Transaction {
    /// The youngest messages that went to an instance, the oldest of them first.
    package func received(by key: InstanceKey, limit: Int) throws(StoreFailure) -> [ReceivedMessage] {
        let select = try database.statement(
            """
            SELECT id, name, outcome, at FROM inbox JOIN source ON source = source.key
            WHERE instance = ?1 ORDER BY position DESC LIMIT ?2
            """)
        select.bind(1, key.number)
        select.bind(2, limit)
        var messages: [ReceivedMessage] = []
        while try select.step() {
            guard let outcome = Outcome(rawValue: select.int(2)) else { continue }
            messages.append(
                ReceivedMessage(
                    id: select.text(0), source: select.text(1), outcome: outcome, at: select.timestamp(3)))
        }
        return messages.reversed()
    }

    /// What of an instance waits for the broker, the oldest first. Of the outbox the oldest `scanning` are looked at.
    package func pending(
        of key: InstanceKey, limit: Int, scanning: Int = 20_000
    ) throws(StoreFailure) -> [PendingPublication] {
        let select = try database.statement(
            """
            SELECT position, lane, created, attempts, exchange, routing_key, properties, body, parked FROM outbox
            WHERE position IN (SELECT position FROM
                (SELECT position, lane FROM outbox ORDER BY position LIMIT ?3) WHERE lane = ?1 LIMIT ?2)
            ORDER BY position
            """)
        select.bind(1, key.number)
        select.bind(2, limit)
        select.bind(3, scanning)
        var pending: [PendingPublication] = []
        while try select.step() { pending.append(Self.pending(of: select)) }
        return pending
    }
}
