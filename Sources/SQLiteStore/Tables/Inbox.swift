import Messages
import StorePort
import Values

extension Tables {
    /// Keeps that a message was taken. A message in conflict is kept beside the one it conflicts with, so that its own
    /// redelivery is a duplicate.
    func remember(_ row: InboxRow, digest: Int64) throws(StoreFailure) {
        // The index knows by the position what it has.
        guard row.position > mirror.inbox.lastPosition else {
            throw StoreFailure(.misuse, "message \(row.position) comes after \(mirror.inbox.lastPosition)")
        }
        let insert = try database.statement(
            """
            INSERT INTO inbox (position, digest, source, id, body_hash, outcome, at, instance)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """)
        insert.bind(1, row.position)
        insert.bind(2, digest)
        insert.bind(3, row.source)
        insert.bind(4, row.id)
        insert.bind(5, row.content)
        insert.bind(6, row.record.outcome.rawValue)
        insert.bind(7, row.record.at)
        insert.bind(8, row.record.instance?.number)
        try insert.run()
        mirror.inbox.add(InboxPlace(digest: digest, position: row.position))
    }

    /// Changes what became of a message that was taken: a held one has expired, a parked one was retried. Nothing
    /// happens where it is forgotten.
    func amend(_ position: Int64, _ outcome: Outcome, instance: InstanceKey?) throws(StoreFailure) {
        let update = try database.statement("UPDATE inbox SET outcome = ?2, instance = ?3 WHERE position = ?1")
        update.bind(1, position)
        update.bind(2, outcome.rawValue)
        update.bind(3, instance?.number)
        try update.run()
    }

    /// Forgets a message, so that it can be kept again.
    func forgetMessage(_ position: Int64) throws(StoreFailure) {
        let delete = try database.statement("DELETE FROM inbox WHERE position = ?1")
        delete.bind(1, position)
        try delete.run()
        // Its entry in the index is swept later.
        let forgotten = database.changes
        mirror.inbox.change { $0.stale += forgotten }
    }

    /// Forgets messages that no live instance came from.
    func forgetMessages(after first: Int64, upTo last: Int64, before moment: Timestamp) throws(StoreFailure) {
        let delete = try database.statement(
            """
            DELETE FROM inbox WHERE position > ?1 AND position <= ?2 AND at < ?3 AND NOT EXISTS
                (SELECT 1 FROM instance WHERE key = inbox.instance AND ended IS NULL)
            """)
        delete.bind(1, first)
        delete.bind(2, last)
        delete.bind(3, moment)
        try delete.run()
        let forgotten = database.changes
        guard forgotten > 0 else { return }
        mirror.inbox.change { $0.stale += forgotten }
        try noteOldForm()
        try mirror.inbox.writeProgress(to: database)
    }

    /// Where the oldest messages behind `position` end that were taken before `moment`, at most `limit` of them.
    func oldMessages(
        before moment: Timestamp, after position: Int64, limit: Int
    ) throws(StoreFailure) -> MessageRange? {
        let select = try database.statement(
            "SELECT position, at FROM inbox WHERE position > ?1 ORDER BY position LIMIT ?2")
        select.bind(1, position)
        select.bind(2, limit)
        var last: Int64?
        var count = 0
        while try select.step(), select.timestamp(1) < moment {
            last = select.int64(0)
            count += 1
        }
        return last.map { MessageRange(last: $0, isFull: count == limit) }
    }

    /// What of the inbox has this digest: found in memory if it is young, in the index if it is not.
    func inboxRows(_ digest: Int64) throws(StoreFailure) -> [InboxRow] {
        var positions: [Int64] = []
        mirror.inbox.young.forEach(digest) { positions.append($0) }
        mirror.inbox.wave?.forEach(digest) { positions.append($0) }
        let index = try database.statement("SELECT position FROM inbox_digest WHERE digest = ?1")
        index.bind(1, digest)
        while try index.step() {
            // A wave is in both until it is whole.
            if !positions.contains(index.int64(0)) { positions.append(index.int64(0)) }
        }
        // In the order they came.
        if positions.count > 1 { positions.sort() }
        var rows: [InboxRow] = []
        for position in positions {
            if let row = try inboxRow(position) { rows.append(row) }
        }
        return rows
    }

    /// Nil if the message was forgotten.
    private func inboxRow(_ position: Int64) throws(StoreFailure) -> InboxRow? {
        let select = try database.statement(
            "SELECT source, id, body_hash, outcome, at, instance FROM inbox WHERE position = ?1")
        select.bind(1, position)
        guard try select.step() else { return nil }
        let id = select.text(1)
        guard let outcome = Outcome(rawValue: select.int(3)) else {
            throw StoreFailure(.unreadable, "\(database.path): message \(id) has an unknown outcome")
        }
        return InboxRow(
            position: position, source: select.int64(0), id: id, content: select.int64(2),
            isOldForm: position <= mirror.inbox.progress.oldForm,
            record: InboxRecord(
                outcome: outcome, at: select.timestamp(4), instance: select.optionalInt64(5).map(InstanceKey.init)))
    }
}
