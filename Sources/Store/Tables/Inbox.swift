package import Events

extension Transaction {
    /// Whether the message was taken before.
    package func inboxFinding(id: String, source: String, bodyHash: UInt64) throws(StoreFailure) -> InboxFinding {
        let source = try sourceKey(source)
        var finding = InboxFinding.new
        for row in try inboxRows(id: id, source: source) {
            if row.bodyHash == bodyHash { return .duplicate(row.record) }
            finding = .conflict
        }
        return finding
    }

    /// Keeps that a message was taken. A message in conflict is kept beside the one it conflicts with, so that its own
    /// redelivery is a duplicate.
    package func remember(
        id: String, source: String, bodyHash: UInt64, outcome: Outcome, instance: InstanceKey? = nil, at: Timestamp
    ) throws(StoreFailure) {
        let source = try sourceKey(source)
        let place = InboxPlace(digest: mirror.inbox.digest(source, id), position: mirror.inbox.nextPosition())
        let insert = try database.statement(
            """
            INSERT INTO inbox (position, digest, source, id, body_hash, outcome, at, instance)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """)
        insert.bind(1, place.position)
        insert.bind(2, place.digest)
        insert.bind(3, source)
        insert.bind(4, id)
        insert.bind(5, Int64(bitPattern: bodyHash))
        insert.bind(6, outcome.rawValue)
        insert.bind(7, at)
        insert.bind(8, instance?.number)
        try insert.run()
        mirror.inbox.add(place)
    }

    /// Changes what became of a message that was taken: a held one is delivered, a parked one retried. False where the
    /// message is not known (any more).
    @discardableResult
    package func amend(
        id: String, source: String, bodyHash: UInt64, outcome: Outcome, instance: InstanceKey?
    ) throws(StoreFailure) -> Bool {
        let source = try sourceKey(source)
        var isKnown = false
        for row in try inboxRows(id: id, source: source) where row.bodyHash == bodyHash {
            let update = try database.statement("UPDATE inbox SET outcome = ?2, instance = ?3 WHERE position = ?1")
            update.bind(1, row.position)
            update.bind(2, outcome.rawValue)
            update.bind(3, instance?.number)
            try update.run()
            isKnown = true
        }
        return isKnown
    }

    /// Goes through at most `limit` messages after `cursor` (0 at first) that were taken before `moment`, and forgets
    /// those that no live instance came from. Gives the next cursor, nil at the end.
    package func pruneInbox(
        before moment: Timestamp, after cursor: Int64 = 0, limit: Int
    ) throws(StoreFailure) -> Int64? {
        guard let last = try lastInboxPosition(before: moment, after: cursor, limit: limit) else { return nil }
        let delete = try database.statement(
            """
            DELETE FROM inbox WHERE position > ?1 AND position <= ?2 AND at < ?3 AND NOT EXISTS
                (SELECT 1 FROM instance WHERE key = inbox.instance AND ended IS NULL)
            """)
        delete.bind(1, cursor)
        delete.bind(2, last.position)
        delete.bind(3, moment)
        try delete.run()
        let forgotten = database.changes
        if forgotten > 0 {
            mirror.inbox.change { $0.stale += forgotten }
            try mirror.inbox.writeProgress(to: database)
        }
        return last.isFull ? last.position : nil
    }

    private func lastInboxPosition(
        before moment: Timestamp, after cursor: Int64, limit: Int
    ) throws(StoreFailure) -> (position: Int64, isFull: Bool)? {
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
        return last.map { ($0, count == limit) }
    }
}

/// A message of the inbox.
private struct InboxRow {
    var position: Int64
    var bodyHash: UInt64
    var record: InboxRecord
}

extension Transaction {
    /// The messages of this source and id: from memory where they are young, from the index where they are not.
    private func inboxRows(id: String, source: Int64) throws(StoreFailure) -> [InboxRow] {
        let digest = mirror.inbox.digest(source, id)
        var positions: [Int64] = []
        mirror.inbox.young.forEach(digest) { positions.append($0) }
        mirror.inbox.wave?.forEach(digest) { positions.append($0) }
        let index = try database.statement("SELECT position FROM inbox_digest WHERE digest = ?1")
        index.bind(1, digest)
        while try index.step() {
            // A wave is in both until it is whole.
            if !positions.contains(index.int64(0)) { positions.append(index.int64(0)) }
        }
        var rows: [InboxRow] = []
        for position in positions {
            if let row = try inboxRow(position, id: id, source: source) { rows.append(row) }
        }
        return rows
    }

    /// Nil where the message was forgotten, or only shares the digest.
    private func inboxRow(_ position: Int64, id: String, source: Int64) throws(StoreFailure) -> InboxRow? {
        let select = try database.statement(
            "SELECT body_hash, outcome, at, instance FROM inbox WHERE position = ?1 AND source = ?2 AND id = ?3")
        select.bind(1, position)
        select.bind(2, source)
        select.bind(3, id)
        guard try select.step() else { return nil }
        guard let outcome = Outcome(rawValue: select.int(1)) else {
            throw StoreFailure(.unreadable, "\(database.path): message \(id) has an unknown outcome")
        }
        return InboxRow(
            position: position, bodyHash: UInt64(bitPattern: select.int64(0)),
            record: InboxRecord(
                outcome: outcome, at: select.timestamp(2), instance: select.optionalInt64(3).map(InstanceKey.init)))
    }
}
