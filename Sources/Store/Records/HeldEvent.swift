package import Events

/// What happens to a held event when its time is up.
package enum Unmatched: Int, Sendable, Hashable, CaseIterable {
    case park, discard, dead
}

/// An event that nobody waits for yet.
package struct HeldEvent: Sendable {
    package var event: Event
    /// The id of the message it came with, or that caused it.
    package var causedBy: String?
    package var traceparent: String?
    package var messageID: String?
    package var expiresAt: Timestamp
    package var unmatched: Unmatched
    /// What it was made of; nil where an instance of this bridge threw it.
    package var delivery: KeptDelivery?

    package init(
        event: Event, causedBy: String? = nil, traceparent: String? = nil, messageID: String? = nil,
        expiresAt: Timestamp, unmatched: Unmatched, delivery: KeptDelivery? = nil
    ) {
        self.event = event
        self.causedBy = causedBy
        self.traceparent = traceparent
        self.messageID = messageID
        self.expiresAt = expiresAt
        self.unmatched = unmatched
        self.delivery = delivery
    }
}
