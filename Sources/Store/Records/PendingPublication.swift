package import Messages
package import Values

/// Publications of one lane go out one after the other.
package enum Lane: Sendable, Hashable {
    case instance(InstanceKey)
    /// Waits for nobody: a dead letter.
    case alone
}

/// A publication in the outbox. It is decoded when it is needed, so that one that cannot be read stops only itself.
package struct PendingPublication: Sendable, Hashable {
    /// Larger the later it was appended.
    package var position: Int64
    package var lane: Lane
    package var created: Timestamp
    /// How often it was given to the broker and not taken.
    package var attempts: Int
    package var exchange: String
    package var routingKey: String
    package var body: [UInt8]
    var properties: [UInt8]
    /// The number under which it was parked before.
    var parked: Int64?

    package func publication() throws(CodingProblem) -> Publication {
        var reader = ByteReader(properties)
        let (said, list) = try reader.publicationProperties()
        return Publication(
            exchange: exchange, routingKey: routingKey, properties: said, propertyList: list, body: body)
    }
}
