package import Events

/// A delivery that cannot become an event, as it goes to the dead-letter queue: body and properties as they came,
/// and headers that say why.
///
/// | header | |
/// | --- | --- |
/// | `x-bridge-reason` | what is wrong, for a person |
/// | `x-bridge-stage` | where: a stage of a route, or what else refused it |
/// | `x-bridge-expression` | the expression that failed, if one did |
/// | `x-bridge-queue`, `x-bridge-exchange`, `x-bridge-routing-key` | how it had come |
/// | `x-bridge-time` | when it was refused, seconds since 1970 |
/// | `x-bridge-user-id`, `x-bridge-expiration`, `x-bridge-cc` | what it had as `user_id`, `expiration` and `CC` |
/// | `x-bridge-headers-dropped` | that it had too many headers to keep any beside these |
package enum DeadLetter {
    /// Longer reasons are cut: properties and headers must fit a frame.
    private static let maximumReason = 2000

    /// - Parameter queue: the dead-letter queue, reached over the default exchange.
    package static func publication(
        of delivery: Delivery, to queue: String, because failure: RouteFailure, at now: Timestamp
    ) -> Publication {
        publication(
            of: delivery, to: queue, stage: failure.stage.rawValue, reason: failure.reason,
            expression: failure.expression, at: now)
    }

    /// - Parameter stage: what refused it, where that was no route.
    package static func publication(
        of delivery: Delivery, to queue: String, stage: String, reason: String, expression: String? = nil,
        at now: Timestamp
    ) -> Publication {
        var properties = delivery.properties
        properties.messageID = properties.messageID ?? derivedID(of: delivery)
        properties.deliveryMode = 2
        // The broker refuses a user id that is not the connection's own, and closes the channel over it.
        properties.userID = nil
        // What is dead must wait for a person.
        properties.expiration = nil
        properties.headers = headers(of: delivery, stage: stage, reason: reason, expression: expression, at: now)
        return Publication(exchange: "", routingKey: queue, properties: properties, body: delivery.body)
    }

    private static func headers(
        of delivery: Delivery, stage: String, reason: String, expression: String?, at now: Timestamp
    ) -> TextTable<Value> {
        var headers = delivery.properties.headers
        let dropped = headersDropped(headers)
        if dropped { headers = [:] }
        // The broker would send copies to the queues that these name.
        let copies = headers.removeValue(forKey: "CC")
        headers["BCC"] = nil
        headers["x-bridge-reason"] = .string(String(reason.prefix(maximumReason)))
        headers["x-bridge-stage"] = .string(stage)
        headers["x-bridge-expression"] = expression.map { .string(String($0.prefix(maximumReason))) }
        headers["x-bridge-queue"] = .string(delivery.queue)
        headers["x-bridge-exchange"] = .string(delivery.exchange)
        headers["x-bridge-routing-key"] = .string(delivery.routingKey)
        headers["x-bridge-time"] = .int(Int(now.microseconds / 1_000_000))
        // One that died before has them already.
        if let userID = delivery.properties.userID { headers["x-bridge-user-id"] = .string(userID) }
        if let expiration = delivery.properties.expiration { headers["x-bridge-expiration"] = .string(expiration) }
        if let copies { headers["x-bridge-cc"] = copies }
        headers["x-bridge-headers-dropped"] = dropped ? .bool(true) : nil
        return headers
    }

    private static func headersDropped(_ headers: TextTable<Value>) -> Bool {
        let limits = PublicationLimits()
        guard let size = limits.size(of: .dict(headers), depth: 0) else { return true }
        return size > limits.headerBytes
    }

    /// The same for the same message, so that a second delivery of it makes an equal dead letter: FNV-1a, 128 bits. It
    /// goes when the dead letter is sent back.
    private static func derivedID(of delivery: Delivery) -> String {
        var hash: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d
        func add(_ bytes: some Sequence<UInt8>) {
            for byte in bytes { hash = (hash ^ UInt128(byte)) &* 0x0000_0000_0100_0000_0000_0000_0000_013b }
        }
        let properties = delivery.properties
        // Not the headers: the broker counts deliveries in one of them.
        for text in [
            delivery.queue, delivery.exchange, delivery.routingKey, properties.correlationID ?? "",
            properties.type ?? "", properties.timestamp.map { String($0) } ?? "",
        ] {
            add(text.utf8)
            add([0xFF])
        }
        add(delivery.body)
        let digits = String(hash, radix: 16)
        return derivedPrefix + String(repeating: "0", count: 32 - digits.count) + digits
    }

    private static let derivedPrefix = "dead/"

    /// Whether the id is one that a dead letter gets if its message had none.
    static func isDerived(_ id: String) -> Bool {
        id.hasPrefix(derivedPrefix) && id.utf8.count == derivedPrefix.utf8.count + 32
            && id.utf8.dropFirst(derivedPrefix.utf8.count).allSatisfy {
                UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || UInt8(ascii: "a")...UInt8(ascii: "f") ~= $0
            }
    }
}
