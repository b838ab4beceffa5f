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
    package var properties: [UInt8]
    /// The number under which it was parked before.
    package var parked: Int64?

    package init(
        position: Int64, lane: Lane, created: Timestamp, attempts: Int, exchange: String, routingKey: String,
        body: [UInt8], properties: [UInt8], parked: Int64? = nil
    ) {
        self.position = position
        self.lane = lane
        self.created = created
        self.attempts = attempts
        self.exchange = exchange
        self.routingKey = routingKey
        self.body = body
        self.properties = properties
        self.parked = parked
    }

    package func publication() throws(CodingProblem) -> Publication {
        var reader = ByteReader(properties)
        let (said, list) = try reader.publicationProperties()
        return Publication(
            exchange: exchange, routingKey: routingKey, properties: said, propertyList: list, body: body)
    }
}
