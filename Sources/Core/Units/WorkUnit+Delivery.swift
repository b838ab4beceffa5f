import Journal
import Messages
import StorePort
import Values

extension WorkUnit {
    /// A publication that is written to the broker.
    init(_ publication: Publication) {
        let id = publication.properties.messageID
        self.init(publishing: publication.exchange, publication.routingKey, id: id)
    }

    /// The message, by all that its sender has given it: with an id or without one, and also where the broker says that
    /// it was delivered before.
    init(_ delivery: Delivery, seed: UInt64) {
        var digest = ContentDigest(seed: seed)
        digest.add(delivery.queue)
        digest.add(delivery.exchange)
        digest.add(delivery.routingKey)
        digest.add(delivery.body)
        let properties = delivery.properties
        digest.add(properties.messageID)
        digest.add(properties.type)
        digest.add(properties.appID)
        digest.add(properties.contentType)
        digest.add(properties.correlationID)
        digest.add(properties.timestamp ?? .max)
        for (name, value) in properties.headers where !Self.countsDeliveries.contains(name) {
            digest.add(name)
            digest.add(value)
        }
        self.init(.delivery, digest.first, digest.second)
    }

    /// What the broker changes each time it delivers a message of a quorum queue.
    private static let countsDeliveries: TextSet = ["x-delivery-count", "x-acquired-count"]
}

extension ContentDigest {
    fileprivate mutating func add(_ value: Value) {
        switch value {
        case .null: add(UInt64(0))
        case .bool(let isTrue): add(UInt64(isTrue ? 2 : 1))
        case .int(let number): add(UInt64(bitPattern: Int64(number)))
        case .double(let number): add(number.bitPattern)
        case .string(let text): add(text)
        case .list(let items):
            add(UInt64(items.count))
            for item in items { add(item) }
        case .dict(let entries):
            add(UInt64(entries.count))
            for (name, entry) in entries {
                add(name)
                add(entry)
            }
        }
    }
}
