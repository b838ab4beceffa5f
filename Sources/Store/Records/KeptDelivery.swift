package import Messages
import Values

/// What of a delivery outlives its channel: enough to dead-letter it, to look at it, or to take it once more.
package struct KeptDelivery: Sendable, Hashable {
    package var queue: String
    package var exchange: String
    package var routingKey: String
    package var properties: MessageProperties
    /// The properties as they came over the wire, to the byte; empty where they came over none.
    package var propertyList: [UInt8]
    package var body: [UInt8]
    /// Why the message cannot be taken at all, if so.
    package var defect: String?

    package init(_ delivery: Delivery) {
        queue = delivery.queue
        exchange = delivery.exchange
        routingKey = delivery.routingKey
        properties = delivery.properties
        propertyList = delivery.propertyList
        body = delivery.body
        defect = delivery.defect
    }

    /// The delivery again; what it was settled by is gone.
    package var delivery: Delivery {
        Delivery(
            queue: queue, exchange: exchange, routingKey: routingKey, properties: properties,
            propertyList: propertyList, body: body, defect: defect)
    }

    fileprivate init(reading reader: inout ByteReader) throws(CodingProblem) {
        let isVersioned = reader.nextByte == 0
        if isVersioned {
            _ = try reader.byte()
            guard try reader.byte() == Self.version else { throw reader.problem("a delivery of an unknown version") }
        }
        queue = try reader.text()
        exchange = try reader.text()
        routingKey = try reader.text()
        (properties, propertyList) = isVersioned ? try reader.propertyList() : (try reader.properties(), [])
        body = try reader.blob()
        defect = try reader.optionalText()
    }
}

extension KeptDelivery {
    /// Stands behind a 0, where the first form begins with the length of the queue's name.
    fileprivate static let version: UInt8 = 2
}

extension ByteWriter {
    mutating func write(_ delivery: KeptDelivery) {
        let isOnTheWire = !delivery.propertyList.isEmpty
        if isOnTheWire {
            write(byte: 0)
            write(byte: KeptDelivery.version)
        }
        write(delivery.queue)
        write(delivery.exchange)
        write(delivery.routingKey)
        if isOnTheWire { write(delivery.propertyList) } else { write(delivery.properties) }
        write(delivery.body)
        write(delivery.defect)
    }
}

extension ByteReader {
    mutating func keptDelivery() throws(CodingProblem) -> KeptDelivery { try KeptDelivery(reading: &self) }
}
