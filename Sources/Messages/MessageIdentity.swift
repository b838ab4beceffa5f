package import Values

/// What a message is known by. Another event under the same id is another message.
package struct MessageIdentity: Sendable, Hashable {
    package var queue: String
    /// The application that gave out the id: `app_id`, or the source of a CloudEvent.
    package var sender: String?
    package var id: String
    /// Nil if the message could not become an event, or if its route lets chance decide.
    package var kind: EventKind?
    package var name: String?
    /// The instance that its sender named.
    package var addressee: String?
    /// The task that it answers.
    package var task: String?

    package init(
        queue: String, sender: String? = nil, id: String, kind: EventKind? = nil, name: String? = nil,
        addressee: String? = nil, task: String? = nil
    ) {
        self.queue = queue
        self.sender = sender
        self.id = id
        self.kind = kind
        self.name = name
        self.addressee = addressee
        self.task = task
    }
}

/// What a message says, to be compared with what came before under the same identity.
package enum MessageContent: Sendable, Hashable {
    /// Decoded: how it was written does not count. Correlations that came along belong to it.
    case value(Value, Correlations)
    /// It cannot be decoded.
    case bytes([UInt8])
}
