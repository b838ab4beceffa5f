package import Messages
package import Values

/// What is known of a message that was taken.
package struct InboxRecord: Sendable, Hashable {
    package var outcome: Outcome
    package var at: Timestamp
    /// The instance it went to or started.
    package var instance: InstanceKey?

    package init(outcome: Outcome, at: Timestamp, instance: InstanceKey? = nil) {
        self.outcome = outcome
        self.at = at
        self.instance = instance
    }
}

/// What the inbox says of a message.
package enum InboxFinding: Sendable, Hashable {
    case new
    /// It came before, and nothing came of it but a dead letter, or nobody wanted it.
    case withoutEffect(InboxRecord)
    /// It was taken.
    case duplicate(InboxRecord)
    /// One of the same identity was taken, with another content.
    case conflict(InboxRecord)
    /// The same, by an older version of the bridge, which knew of it no more than its id.
    case oldConflict(InboxRecord)
}

/// A message of the inbox.
package struct InboxRow {
    package var position: Int64
    package var source: Int64
    package var id: String
    package var content: Int64
    /// Known by queue and id, with the hash of its body's bytes as content.
    package var isOldForm: Bool
    package var record: InboxRecord

    package init(position: Int64, source: Int64, id: String, content: Int64, isOldForm: Bool, record: InboxRecord) {
        self.position = position
        self.source = source
        self.id = id
        self.content = content
        self.isOldForm = isOldForm
        self.record = record
    }
}

extension InboxRow {
    /// What messages of the old form are compared by: FNV-1a, 64 bits, of the body.
    package static func oldHash(_ body: [UInt8]) -> Int64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in body {
            hash ^= UInt64(byte)
            hash = hash &* 0x100_0000_01B3
        }
        return Int64(bitPattern: hash)
    }
}
