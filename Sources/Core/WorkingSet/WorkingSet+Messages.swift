import Messages
import StorePort
import Values

/// What was taken before, and what became of it.
extension WorkingSet {
    /// What tells in this store whether two messages are the same.
    func key(of identity: MessageIdentity, _ content: MessageContent) throws(StoreFailure) -> MessageKey {
        let source = try source(identity.queue)
        return MessageKey(
            identity: store.digest.identity(identity, source: source), content: store.digest.content(content))
    }

    /// The number of a queue, or of a route; given at its first use.
    func source(_ name: String) throws(StoreFailure) -> Int64 {
        if let known = sources[name] { return known }
        guard case .number(let found) = try store.read(.source(name)) else { throw Self.misunderstood("a source") }
        if let found {
            sources[name] = found
            return found
        }
        keys.source += 1
        append(.source(name, key: keys.source))
        sources[name] = keys.source
        newSources.append(name)
        return keys.source
    }

    /// What is known of a message.
    /// - Parameter body: as it came; read if messages of the first form are still known.
    func inboxFinding(
        id: String, source name: String, key: MessageKey, body: @autoclosure () -> [UInt8]
    ) throws(StoreFailure) -> InboxFinding {
        let source = try source(name)
        let rows = try rows(key.identity).filter { $0.source == source && $0.id == id && !$0.isOldForm }
        let finding = Self.finding(rows, content: key.content) { .conflict($0) }
        guard standing.hasOldForm, finding == .new else { return finding }
        let hash = InboxRow.oldHash(body())
        return Self.finding(try oldRows(id: id, source: source), content: hash) { .oldConflict($0) }
    }

    private static func finding(
        _ rows: [InboxRow], content: Int64, conflict: (InboxRecord) -> InboxFinding
    ) -> InboxFinding {
        var finding = InboxFinding.new
        for row in rows {
            let isSame = row.content == content
            if isSame, row.record.outcome.isEffect { return .duplicate(row.record) }
            if row.record.outcome.isEffect {
                finding = conflict(row.record)
            } else if isSame, finding == .new {
                finding = .withoutEffect(row.record)
            }
        }
        return finding
    }

    /// Keeps that a message was taken. A message in conflict is kept beside the one it conflicts with, so that its own
    /// redelivery is a duplicate.
    func remember(
        id: String, source name: String, key: MessageKey, outcome: Outcome, instance: InstanceKey? = nil, at: Timestamp
    ) throws(StoreFailure) {
        let source = try source(name)
        let known = try rows(key.identity)
        keys.message += 1
        let row = InboxRow(
            position: keys.message, source: source, id: id, content: key.content, isOldForm: false,
            record: InboxRecord(outcome: outcome, at: at, instance: instance))
        append(.remember(row, digest: key.identity))
        messages.set(known + [row], for: key.identity)
    }

    /// Changes what became of a message that was taken: a held one has expired, a parked one was retried. False if the
    /// message is not known (any more).
    @discardableResult
    func amend(_ key: MessageKey, outcome: Outcome, instance: InstanceKey?) throws(StoreFailure) -> Bool {
        var rows = try rows(key.identity)
        var isKnown = false
        for index in rows.indices where rows[index].content == key.content && !rows[index].isOldForm {
            append(.amend(message: rows[index].position, outcome, instance: instance))
            rows[index].record.outcome = outcome
            rows[index].record.instance = instance
            isKnown = true
        }
        if isKnown { messages.set(rows, for: key.identity) }
        return isKnown
    }

    /// Forgets a message, so that it can be kept again.
    func forget(_ key: MessageKey) throws(StoreFailure) {
        try forget(try rows(key.identity).filter { $0.content == key.content && !$0.isOldForm }, of: key.identity)
    }

    /// What came of this message is told by a row of the newer form from now on.
    func forgetOldForm(id: String, source name: String, body: [UInt8]) throws(StoreFailure) {
        guard standing.hasOldForm else { return }
        let source = try source(name)
        let hash = InboxRow.oldHash(body)
        let rows = try oldRows(id: id, source: source).filter { $0.content == hash }
        try forget(rows, of: store.digest(source, id))
    }

    /// Whether the same message with another content had an effect of its own, other than to be parked.
    func otherApplied(_ key: MessageKey) throws(StoreFailure) -> InboxRecord? {
        for row in try rows(key.identity) where row.content != key.content && !row.isOldForm {
            switch row.record.outcome {
            case .delivered, .started, .held: return row.record
            case .duplicate, .parked, .discarded, .expired, .ambiguous, .deadLettered: continue
            }
        }
        return nil
    }

    private func forget(_ rows: [InboxRow], of digest: Int64) throws(StoreFailure) {
        if rows.isEmpty { return }
        for row in rows { append(.forgetMessage(row.position)) }
        let gone = Set(rows.map(\.position))
        messages.set(try self.rows(digest).filter { !gone.contains($0.position) }, for: digest)
    }

    private func oldRows(id: String, source: Int64) throws(StoreFailure) -> [InboxRow] {
        try rows(store.digest(source, id)).filter { $0.isOldForm && $0.source == source && $0.id == id }
    }

    private func rows(_ digest: Int64) throws(StoreFailure) -> [InboxRow] {
        if let known = messages[digest] { return known }
        guard case .messages(let rows) = try store.read(.messages(digest: digest)) else {
            throw Self.misunderstood("messages")
        }
        messages.note(rows, for: digest)
        return rows
    }
}
