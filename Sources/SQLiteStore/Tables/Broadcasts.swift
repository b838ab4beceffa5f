package import Messages
package import StorePort
package import Values

extension Transaction {
    /// Keeps an event with a record for each instance that waits for it now; how many there are. Nothing is kept where
    /// there is none.
    /// - Parameter definitions: each with the correlations that the event has for it.
    package func broadcast(
        _ incoming: IncomingEvent, name: String, in definitions: [(hash: String, correlations: [CorrelationText])]
    ) throws(StoreFailure) -> Int {
        var content = ByteWriter()
        content.write(incoming)
        let insert = try database.statement("INSERT INTO broadcast (content) VALUES (?1)")
        try insert.run(1, blob: content.bytes)
        let position = database.lastInsertedKey
        var count = 0
        for (hash, correlations) in definitions {
            guard let definition = names.definitionKeys[hash] else { continue }
            for interest in [
                Names.Interest(kind: incoming.event.kind, name: name),
                Names.Interest(kind: incoming.event.kind, name: nil),
            ] {
                for interested in names.interested[interest] ?? [] where interested.definition == definition {
                    for correlation in [""] + correlations.map(\.text) {
                        count += try record(position, interested.interest, correlation)
                    }
                }
            }
        }
        if count == 0 { try deleteBroadcast(position) } else { mirror.broadcasts += 1 }
        return count
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

    /// Whether an event is being given to very many, without a look at the disk.
    package var isBroadcasting: Bool { mirror.broadcasts > 0 }

    /// The oldest such event, with its next receivers.
    package func nextBroadcast(receivers limit: Int) throws(StoreFailure) -> BroadcastRow? {
        let select = try database.statement("SELECT position, content FROM broadcast ORDER BY position LIMIT 1")
        guard try select.step() else { return nil }
        var row = BroadcastRow(position: select.int64(0), receivers: [], content: select.blob(1))
        let receivers = try database.statement(
            "SELECT instance FROM broadcast_receiver WHERE broadcast = ?1 ORDER BY instance LIMIT ?2")
        receivers.bind(1, row.position)
        receivers.bind(2, limit)
        while try receivers.step() { row.receivers.append(InstanceKey(receivers.int64(0))) }
        return row
    }

    /// These have been given it; without a receiver left it is forgotten.
    package func given(_ row: BroadcastRow) throws(StoreFailure) {
        if let last = row.receivers.last {
            let delete = try database.statement(
                "DELETE FROM broadcast_receiver WHERE broadcast = ?1 AND instance <= ?2")
            delete.bind(1, row.position)
            delete.bind(2, last.number)
            try delete.run()
        }
        let select = try database.statement("SELECT 1 FROM broadcast_receiver WHERE broadcast = ?1 LIMIT 1")
        select.bind(1, row.position)
        if try select.step() { return }
        try forget(row)
    }

    /// Parks an event that cannot be read, as it stands; its receivers are forgotten.
    package func park(
        _ row: BroadcastRow, stage: String, reason: String, at: Timestamp
    ) throws(StoreFailure) {
        let delete = try database.statement("DELETE FROM broadcast_receiver WHERE broadcast = ?1")
        delete.bind(1, row.position)
        try delete.run()
        try forget(row)
        try insertParked(
            .event, stage: stage, reason: reason, at: at, attempts: 1, instance: nil, content: row.content)
    }

    private func forget(_ row: BroadcastRow) throws(StoreFailure) {
        try deleteBroadcast(row.position)
        mirror.broadcasts -= 1
    }

    private func deleteBroadcast(_ position: Int64) throws(StoreFailure) {
        let delete = try database.statement("DELETE FROM broadcast WHERE position = ?1")
        delete.bind(1, position)
        try delete.run()
    }
}
