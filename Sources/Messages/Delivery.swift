/// One life of a broker channel; a delivery tag is worthless outside its own.
package struct Generation: Sendable, Hashable, Comparable {
    package var number: UInt64

    package init(_ number: UInt64) { self.number = number }

    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

/// A message as it came off a queue.
package struct Delivery: Sendable {
    package var queue: String
    package var generation: Generation
    /// The broker's delivery tag, counted from 1 within the generation.
    package var tag: UInt64
    package var redelivered: Bool
    package var exchange: String
    package var routingKey: String
    package var properties: MessageProperties
    /// The properties as they lay on the wire: what `PropertyList` reads. Empty where the delivery came over none.
    package var propertyList: [UInt8]
    package var body: [UInt8]
    /// Why the message cannot be taken at all (a body that is too large to be kept), if so.
    package var defect: String?

    package init(
        queue: String, generation: Generation = Generation(1), tag: UInt64 = 1, redelivered: Bool = false,
        exchange: String = "", routingKey: String = "", properties: MessageProperties = MessageProperties(),
        propertyList: [UInt8] = [], body: [UInt8] = [], defect: String? = nil
    ) {
        self.queue = queue
        self.generation = generation
        self.tag = tag
        self.redelivered = redelivered
        self.exchange = exchange
        self.routingKey = routingKey
        self.properties = properties
        self.propertyList = propertyList
        self.body = body
        self.defect = defect
    }
}
