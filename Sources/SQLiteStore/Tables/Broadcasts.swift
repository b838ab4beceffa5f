import Messages
import StorePort
import Values

extension Tables {
    /// Keeps an event with a record for each instance that waits for it now. Nothing is kept where there is none.
    func begin(_ broadcast: Broadcast) throws(StoreFailure) {
        let insert = try database.statement("INSERT INTO broadcast (position, content) VALUES (?1, ?2)")
        insert.bind(1, broadcast.position)
        try insert.run(2, blob: broadcast.content)
        var count = 0
        for (hash, correlations) in broadcast.definitions {
            guard let definition = mirror.now.names.definitionKeys[hash] else { continue }
            for interest in [
                Names.Interest(kind: broadcast.kind, name: broadcast.name),
                Names.Interest(kind: broadcast.kind, name: nil),
            ] {
                for interested in mirror.now.names.interested[interest] ?? []
                where interested.definition == definition {
                    for correlation in [""] + correlations.map(\.text) {
                        count += try record(broadcast.position, interested.interest, correlation)
                    }
                }
            }
        }
        mirror.now.broadcasts += 1
        if count == 0 { try deleteBroadcast(broadcast.position) }
    }

    /// An instance that waits twice has one record.
    private func record(_ position: Int64, _ interest: Int64, _ correlation: String) throws(StoreFailure) -> Int {
        let insert = try database.statement(
            """
            INSERT OR IGNORE INTO broadcast_receiver (broadcast, instance)
                SELECT ?1, instance FROM subscription WHERE interest = ?2 AND correlation = ?3
            """)
        insert.bind(1, position)
        insert.bind(2, interest)
        insert.bind(3, correlation)
        try insert.run()
        return database.changes
    }

    /// The oldest such event, with its next receivers.
    func nextBroadcast(receivers limit: Int) throws(StoreFailure) -> BroadcastRow? {
        let select = try database.statement("SELECT position, content FROM broadcast ORDER BY position LIMIT 1")
        guard try select.step() else { return nil }
        var row = BroadcastRow(position: select.int64(0), receivers: [], isLast: true, content: select.blob(1))
        let receivers = try database.statement(
            "SELECT instance FROM broadcast_receiver WHERE broadcast = ?1 ORDER BY instance LIMIT ?2")
        receivers.bind(1, row.position)
        receivers.bind(2, limit + 1)
        while try receivers.step() {
            if row.receivers.count == limit {
                row.isLast = false
                break
            }
            row.receivers.append(InstanceKey(receivers.int64(0)))
        }
        return row
    }

    /// The receivers up to this one have been given it; without a receiver left it is forgotten.
    func given(_ position: Int64, upTo key: InstanceKey) throws(StoreFailure) {
        let delete = try database.statement("DELETE FROM broadcast_receiver WHERE broadcast = ?1 AND instance <= ?2")
        delete.bind(1, position)
        delete.bind(2, key.number)
        try delete.run()
        let select = try database.statement("SELECT 1 FROM broadcast_receiver WHERE broadcast = ?1 LIMIT 1")
        select.bind(1, position)
        if try select.step() { return }
        try deleteBroadcast(position)
    }

    /// It is given to nobody any more.
    func forgetBroadcast(_ position: Int64) throws(StoreFailure) {
        let delete = try database.statement("DELETE FROM broadcast_receiver WHERE broadcast = ?1")
        delete.bind(1, position)
        try delete.run()
        try deleteBroadcast(position)
    }

    private func deleteBroadcast(_ position: Int64) throws(StoreFailure) {
        let delete = try database.statement("DELETE FROM broadcast WHERE position = ?1")
        delete.bind(1, position)
        try delete.run()
        mirror.now.broadcasts -= database.changes
    }
}
