package import Events

/// What became of an event (DESIGN's outcomes), as the store keeps it: the numbers are never reused.
package enum Outcome: Int, Sendable, Hashable, CaseIterable {
    case delivered = 1
    case started = 2
    case duplicate = 3
    case held = 4
    case parked = 5
    case discarded = 6
    case expired = 7
    case ambiguous = 8
    case deadLettered = 9
}

/// What is known of a message that was taken.
package struct InboxRecord: Sendable, Hashable {
    package var outcome: Outcome
    package var at: Timestamp
    /// The instance it went to or started.
    package var instance: InstanceKey?
}

/// What the inbox says of an id.
package enum InboxFinding: Sendable, Hashable {
    case new
    /// The same id with the same body was taken.
    case duplicate(InboxRecord)
    /// The same id was taken, with another body.
    case conflict
}
