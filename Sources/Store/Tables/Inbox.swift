package import Events

extension Transaction {
    /// Whether the message was taken before.
    package func inboxFinding(
        id: String, source: String, bodyHash: UInt64
    ) throws(StoreFailure) -> InboxFinding {
        let source = try sourceKey(source)
        let select = try database.statement(
            "SELECT body_hash, outcome, at, instance FROM inbox WHERE source = ?1 AND id = ?2")
        select.bind(1, source)
        select.bind(2, id)
        var finding = InboxFinding.new
        while try select.step() {
            guard UInt64(bitPattern: select.int64(0)) == bodyHash else {
                finding = .conflict
                continue
            }
            guard let outcome = Outcome(rawValue: select.int(1)) else {
                throw StoreFailure(.unreadable, "\(database.path): message \(id) has an unknown outcome")
            }
            return .duplicate(
                InboxRecord(
                    outcome: outcome, at: select.timestamp(2), instance: select.optionalInt64(3).map(InstanceKey.init)))
        }
        return finding
    }

    /// Keeps that a message was taken. A message in conflict is kept beside the one it conflicts with, so that its own
    /// redelivery is a duplicate.
    package func remember(
        id: String, source: String, bodyHash: UInt64, outcome: Outcome, instance: InstanceKey? = nil, at: Timestamp
    ) throws(StoreFailure) {
        let source = try sourceKey(source)
        let insert = try database.statement(
            "INSERT INTO inbox (source, id, body_hash, outcome, at, instance) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
        insert.bind(1, source)
        insert.bind(2, id)
        insert.bind(3, Int64(bitPattern: bodyHash))
        insert.bind(4, outcome.rawValue)
        insert.bind(5, at)
        insert.bind(6, instance?.number)
        try insert.run()
    }

    /// Changes what became of a message that was taken: a held one is delivered, a parked one retried.
    package func amend(
        id: String, source: String, bodyHash: UInt64, outcome: Outcome, instance: InstanceKey?
    ) throws(StoreFailure) {
        let source = try sourceKey(source)
        let update = try database.statement(
            "UPDATE inbox SET outcome = ?4, instance = ?5 WHERE source = ?1 AND id = ?2 AND body_hash = ?3")
        update.bind(1, source)
        update.bind(2, id)
        update.bind(3, Int64(bitPattern: bodyHash))
        update.bind(4, outcome.rawValue)
        update.bind(5, instance?.number)
        try update.run()
    }

    /// Goes through at most `limit` messages after `cursor` (0 at first) that were taken before `moment`, and forgets
    /// those that no live instance came from. Gives the next cursor, nil at the end.
    package func pruneInbox(
        before moment: Timestamp, after cursor: Int64 = 0, limit: Int
    ) throws(StoreFailure) -> Int64? {
        let select = try database.statement(
            "SELECT position, at FROM inbox WHERE position > ?1 ORDER BY position LIMIT ?2")
        select.bind(1, cursor)
        select.bind(2, limit)
        var last: Int64?
        var count = 0
        while try select.step(), select.timestamp(1) < moment {
            last = select.int64(0)
            count += 1
        }
        guard let last else { return nil }
        let delete = try database.statement(
            """
            DELETE FROM inbox WHERE position > ?1 AND position <= ?2 AND at < ?3 AND NOT EXISTS
                (SELECT 1 FROM instance WHERE key = inbox.instance AND ended IS NULL)
            """)
        delete.bind(1, cursor)
        delete.bind(2, last)
        delete.bind(3, moment)
        try delete.run()
        return count == limit ? last : nil
    }
}
