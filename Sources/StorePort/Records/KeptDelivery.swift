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
    /// To decode the properties is what ended the process: they are kept as bytes only.
    package let isUndecoded: Bool

    package init(_ delivery: Delivery, isUndecoded: Bool = false) {
        self.isUndecoded = isUndecoded
        queue = delivery.queue
        exchange = delivery.exchange
        routingKey = delivery.routingKey
        properties = delivery.properties
        propertyList = delivery.propertyList
        body = delivery.body
        defect = delivery.defect
    }

    /// The delivery again, its properties decoded if they never were: a person may want that, with another bridge.
    package func decoded() -> KeptDelivery {
        guard isUndecoded, let read = MessageProperties(list: propertyList) else { return self }
        var delivery = delivery
        delivery.properties = read
        delivery.defect = nil
        return KeptDelivery(delivery)
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
            let version = try reader.byte()
            guard version == Self.version || version == Self.undecoded else {
                throw reader.problem("a delivery of an unknown version")
            }
            isUndecoded = version == Self.undecoded
        } else {
            isUndecoded = false
        }
        queue = try reader.text()
        exchange = try reader.text()
        routingKey = try reader.text()
        if isUndecoded {
            (properties, propertyList) = (MessageProperties(), try reader.blob())
        } else {
            (properties, propertyList) = isVersioned ? try reader.propertyList() : (try reader.properties(), [])
        }
        body = try reader.blob()
        defect = try reader.optionalText()
    }
}

extension KeptDelivery {
    /// Stands behind a 0, where the first form begins with the length of the queue's name.
    fileprivate static let version: UInt8 = 2
    /// The same, with properties that are not to be decoded.
    fileprivate static let undecoded: UInt8 = 3
}

extension ByteWriter {
    package mutating func write(_ delivery: KeptDelivery) {
        let isOnTheWire = !delivery.propertyList.isEmpty
        if isOnTheWire {
            write(byte: 0)
            write(byte: delivery.isUndecoded ? KeptDelivery.undecoded : KeptDelivery.version)
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
    package mutating func keptDelivery() throws(CodingProblem) -> KeptDelivery { try KeptDelivery(reading: &self) }
}
