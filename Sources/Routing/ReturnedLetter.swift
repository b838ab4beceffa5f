package import Messages
package import Values

/// A dead letter that somebody has sent back to its queue.
///
/// It carries the headers of its death. They are no part of what its sender sent: they are taken off before a route
/// sees it, and it is known by what it was known by before it died.
package enum ReturnedLetter {
    /// Left by `dead return` where it takes the other headers off: tells a delivery that was sent back from one that
    /// the broker gives again by itself.
    package static let mark = "x-bridge-returned"

    /// What a dead letter says of its death. What it had to give up to the broker stays: should it die again, it is
    /// told again.
    static let headersOfDeath = [
        "x-bridge-reason", "x-bridge-stage", "x-bridge-expression", "x-bridge-queue", "x-bridge-exchange",
        "x-bridge-routing-key", "x-bridge-time", mark,
    ]

    /// The message as it was when it came for the first time; nil if the delivery is none that was sent back.
    package static func original(of delivery: Delivery) -> Delivery? {
        let headers = delivery.properties.headers
        if headers.isEmpty || (headers["x-bridge-queue"] == nil && headers[mark] == nil) { return nil }
        var original = delivery
        for name in headersOfDeath { original.properties.headers[name] = nil }
        // Only on the direct way back: by any other way the broker has said itself how it came.
        if delivery.exchange.isEmpty, delivery.routingKey == delivery.queue {
            original.exchange = headers["x-bridge-exchange"]?.asString ?? ""
            original.routingKey = headers["x-bridge-routing-key"]?.asString ?? delivery.routingKey
        }
        for name in headersOfDeath { original.properties.unreadableHeaders[name] = nil }
        let isDerived = delivery.properties.messageID.map { DeadLetter.isDerived($0) } ?? false
        if isDerived { original.properties.messageID = nil }
        if var list = PropertyList(delivery.propertyList) {
            list.removeHeaders(headersOfDeath)
            if isDerived { list.messageID = nil }
            original.propertyList = list.encoded
        }
        return original
    }

    /// The publication that sends a dead letter back to its queue, byte for byte. What it needs to be the message that
    /// it was, and nothing else of its death, goes along.
    package static func publication(of letter: Delivery, to queue: String, at now: Timestamp) -> Publication {
        var list = PropertyList(letter.propertyList) ?? PropertyList(letter.properties)
        let came = [("x-bridge-exchange", ""), ("x-bridge-routing-key", queue)].compactMap { name, usual in
            list.header(name).flatMap { $0 == FieldWriter.field(.string(usual)) ? nil : (name, $0) }
        }
        // How often the queue of dead letters has delivered it is no part of it, either.
        list.removeHeaders(headersOfDeath + ["x-delivery-count", "x-acquired-count"])
        for (name, field) in came { list.append(header: name, field: field) }
        list.append(header: mark, field: FieldWriter.field(.int(Int(now.microseconds / 1_000_000))))
        list.deliveryMode = 2
        // The broker refuses a user id that is not the connection's own.
        list.userID = nil
        let encoded = list.encoded
        return Publication(
            exchange: "", routingKey: queue, properties: MessageProperties(list: encoded) ?? letter.properties,
            propertyList: encoded, body: letter.body)
    }
}
