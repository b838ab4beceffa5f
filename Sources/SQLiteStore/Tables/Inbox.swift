package import Messages
package import StorePort
package import Values

extension Transaction {
    /// What tells in this database whether two messages are the same.
    package func key(
        of identity: MessageIdentity, _ content: MessageContent
    ) throws(StoreFailure) -> MessageKey {
        let source = try sourceKey(identity.queue)
        let digest = mirror.inbox.digest
        return MessageKey(identity: digest.identity(identity, source: source), content: digest.content(content))
    }

    /// What is known of a message.
    /// - Parameter body: as it came; read if messages of the first form are still known.
    package func inboxFinding(
        id: String, source: String, key: MessageKey, body: @autoclosure () -> [UInt8]
    ) throws(StoreFailure) -> InboxFinding {
        let source = try sourceKey(source)
        var finding = InboxFinding.new
        for row in try inboxRows(key.identity) where row.source == source && row.id == id && !row.isOldForm {
            let isSame = row.content == key.content
            if isSame, row.record.outcome.isEffect { return .duplicate(row.record) }
            if row.record.outcome.isEffect {
                finding = .conflict(row.record)
            } else if isSame, finding == .new {
                finding = .withoutEffect(row.record)
            }
        }
        guard mirror.inbox.progress.oldForm > 0, finding == .new else { return finding }
        return try oldFinding(id: id, source: source, body: body())
    }

    /// Keeps that a message was taken. A message in conflict is kept beside the one it conflicts with, so that its own
    /// redelivery is a duplicate.
    package func remember(
        id: String, source: String, key: MessageKey, outcome: Outcome, instance: InstanceKey? = nil, at: Timestamp
    ) throws(StoreFailure) {
        let source = try sourceKey(source)
        let place = InboxPlace(digest: key.identity, position: mirror.inbox.nextPosition())
        let insert = try database.statement(
            """
            INSERT INTO inbox (position, digest, source, id, body_hash, outcome, at, instance)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """)
        insert.bind(1, place.position)
        insert.bind(2, place.digest)
        insert.bind(3, source)
        insert.bind(4, id)
        insert.bind(5, key.content)
        insert.bind(6, outcome.rawValue)
        insert.bind(7, at)
        insert.bind(8, instance?.number)
        try insert.run()
        mirror.inbox.add(place)
    }

    /// Changes what became of a message that was taken: a held one has expired, a parked one was retried. False if the
    /// message is not known (any more).
    @discardableResult
    package func amend(
        _ key: MessageKey, outcome: Outcome, instance: InstanceKey?
    ) throws(StoreFailure) -> Bool {
        var isKnown = false
        for row in try inboxRows(key.identity) where row.content == key.content && !row.isOldForm {
            let update = try database.statement("UPDATE inbox SET outcome = ?2, instance = ?3 WHERE position = ?1")
            update.bind(1, row.position)
            update.bind(2, outcome.rawValue)
            update.bind(3, instance?.number)
            try update.run()
            isKnown = true
        }
        return isKnown
    }

    /// Whether some message may be known by its bytes alone.
    package var mayHaveUntranslated: Bool { mirror.mayHaveUntranslated }

    package func noteUntranslated() { mirror.mayHaveUntranslated = true }

    /// Forgets a message, so that it can be kept again.
    package func forget(_ key: MessageKey) throws(StoreFailure) {
        for row in try inboxRows(key.identity) where row.content == key.content && !row.isOldForm {
            try forget(row)
        }
    }

    /// Whether the same message with another content had an effect of its own, other than to be parked.
    package func otherApplied(_ key: MessageKey) throws(StoreFailure) -> InboxRecord? {
        for row in try inboxRows(key.identity) where row.content != key.content && !row.isOldForm {
            switch row.record.outcome {
            case .delivered, .started, .held: return row.record
            case .duplicate, .parked, .discarded, .expired, .ambiguous, .deadLettered: continue
            }
        }
        return nil
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
            try noteOldForm()
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

extension Transaction {
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
        var rows: [InboxRow] = []
        for position in positions {
            if let row = try inboxRow(position) { rows.append(row) }
        }
        return rows
    }

    func forget(_ row: InboxRow) throws(StoreFailure) {
        let delete = try database.statement("DELETE FROM inbox WHERE position = ?1")
        delete.bind(1, row.position)
        try delete.run()
        // Its entry in the index is swept later.
        mirror.inbox.change { $0.stale += 1 }
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
