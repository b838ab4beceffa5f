import Messages
import StorePort
import Values

extension Tables {
    /// The youngest messages that went to an instance, the oldest of them first.
    func received(by key: InstanceKey, limit: Int) throws(StoreFailure) -> [ReceivedMessage] {
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
}
