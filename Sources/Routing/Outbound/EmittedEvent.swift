package import Messages
package import Values

/// What an instance emitted, with what a publication says about its origin.
package struct EmittedEvent: Sendable {
    package var event: Event
    /// The id of the process.
    package var process: String
    package var instance: InstanceID
    /// Counts what the instance emits, from its begin.
    package var sequence: Int
    /// The id of the message that made the instance emit it, if one did.
    package var causedBy: String?
    package var traceparent: String?
    package var at: Timestamp

    package init(
        event: Event, process: String, instance: InstanceID, sequence: Int, causedBy: String? = nil,
        traceparent: String? = nil, at: Timestamp
    ) {
        self.event = event
        self.process = process
        self.instance = instance
        self.sequence = sequence
        self.causedBy = causedBy
        self.traceparent = traceparent
        self.at = at
    }
}
