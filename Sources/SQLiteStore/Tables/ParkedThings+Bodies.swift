package import StorePort

/// What is parked of one message that came with several bodies: one thing, of which a person chooses one.
extension Transaction {
    /// What else is parked of the same message, with another content; the oldest first, at most `limit`.
    package func otherBodies(of row: ParkedRow, limit: Int = 100) throws(StoreFailure) -> [ParkedRow] {
        guard let key = row.key else { return [] }
        return try parked(of: key, limit: limit)
    }

    /// What is parked of this message with another content than `key` has.
    package func parked(of key: MessageKey, limit: Int = 100) throws(StoreFailure) -> [ParkedRow] {
        let select = try database.statement(
            """
            SELECT position, kind, stage, reason, at, attempts, instance, message, message_content, processes, content FROM parked
            WHERE message = ?1 AND message_content <> ?2 ORDER BY position LIMIT ?3
            """)
        select.bind(1, key)
        select.bind(3, limit)
        var rows: [ParkedRow] = []
        while try select.step() { rows.append(try parkedRow(of: select)) }
        return rows
    }

    /// Says of what an older version parked of this message that it is the same; it kept no more than queue and id.
    package func join(oldForm id: String, source: String, to key: MessageKey) throws(StoreFailure) {
        let select = try database.statement(
            """
            SELECT position, kind, stage, reason, at, attempts, instance, message, message_content, processes, content FROM parked
            WHERE message IS NULL AND kind IN (0, 3) ORDER BY position
            """)
        var found: [Int64] = []
        while try select.step() {
            let row = try parkedRow(of: select)
            switch try? row.kept() {
            case .event(let incoming) where incoming.causedBy == id && incoming.origin?.queue == source:
                found.append(row.number)
            case .delivery(let kept) where kept.properties.messageID == id && kept.queue == source:
                found.append(row.number)
            case .event, .delivery, .instance, .publication, nil: continue
            }
        }
        for number in found {
            let update = try database.statement(
                "UPDATE parked SET message = ?2, message_content = ?3 WHERE position = ?1")
            update.bind(1, number)
            // Unlike that of any other body: which one it is can be told no more.
            update.bind(2, MessageKey(identity: key.identity, content: ~key.content &+ number))
            try update.run()
        }
    }
}
