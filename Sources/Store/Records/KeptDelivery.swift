package import Events

/// What of a delivery outlives its channel: enough to dead-letter it, to look at it, or to take it once more.
package struct KeptDelivery: Sendable, Hashable {
    package var queue: String
    package var exchange: String
    package var routingKey: String
    package var properties: MessageProperties
    package var body: [UInt8]
    /// Why the message cannot be read faithfully, if so.
    package var defect: String?

    package init(_ delivery: Delivery) {
        queue = delivery.queue
        exchange = delivery.exchange
        routingKey = delivery.routingKey
        properties = delivery.properties
        body = delivery.body
        defect = delivery.defect
    }

    /// The delivery again; what it was settled by is gone.
    package var delivery: Delivery {
        Delivery(
            queue: queue, exchange: exchange, routingKey: routingKey, properties: properties, body: body,
            defect: defect)
    }

    fileprivate init(reading reader: inout ByteReader) throws(CodingProblem) {
        queue = try reader.text()
        exchange = try reader.text()
        routingKey = try reader.text()
        properties = try reader.properties()
        body = try reader.blob()
        defect = try reader.optionalText()
    }
}

extension ByteWriter {
    mutating func write(_ delivery: KeptDelivery) {
        write(delivery.queue)
        write(delivery.exchange)
        write(delivery.routingKey)
        write(delivery.properties)
        write(delivery.body)
        write(delivery.defect)
    }
}

extension ByteReader {
    mutating func keptDelivery() throws(CodingProblem) -> KeptDelivery { try KeptDelivery(reading: &self) }
}
