package import Messages
package import Values

/// What is parked, with all that a retry needs.
package enum ParkedContent: Sendable, Hashable {
    /// An event that found no receiver, or failed at it.
    case event(IncomingEvent)
    /// A delivery that did not become an event.
    case delivery(KeptDelivery)
    /// An instance, with the input that it failed at.
    case instance(InstanceKey, input: IncomingEvent?)
    /// A publication that the broker does not take.
    case publication(Publication, lane: Lane)
}

/// Something a person must look at.
package struct Parked: Sendable, Hashable {
    package var content: ParkedContent
    /// Where it failed: decode, route, start, advance, publish, …
    package var stage: String
    package var reason: String
    package var at: Timestamp
    package var attempts: Int
    /// The processes it belongs to, or could.
    package var processes: [String]
    /// What the message is known by that it is about.
    package var key: MessageKey?

    package init(
        _ content: ParkedContent, stage: String, reason: String, at: Timestamp, attempts: Int = 1,
        key: MessageKey? = nil, processes: [String] = []
    ) {
        self.key = key
        self.content = content
        self.stage = stage
        self.reason = reason
        self.at = at
        self.attempts = attempts
        self.processes = processes
    }
}
