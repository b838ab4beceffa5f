package import Messages
package import Values

/// A delivery that cannot become an event, as it goes to the dead-letter queue: body, properties and headers as they
/// came, byte for byte, and headers that say why.
///
/// | header | |
/// | --- | --- |
/// | `x-bridge-reason` | what is wrong, for a person |
/// | `x-bridge-stage` | where: a stage of a route, or what else refused it |
/// | `x-bridge-expression` | the expression that failed, if one did |
/// | `x-bridge-queue`, `x-bridge-exchange`, `x-bridge-routing-key` | how it had come |
/// | `x-bridge-time` | when it was refused, seconds since 1970 |
/// | `x-bridge-delivery-mode` | that it was not persistent, as a dead letter is: 1 |
/// | `x-bridge-user-id`, `x-bridge-expiration`, `x-bridge-cc`, `x-bridge-bcc` | what the broker would act on: it had them as `user_id`, `expiration`, `CC` and `BCC` |
package enum DeadLetter {
    /// The headers that a message could not keep under their own names: they are no reason, but part of what came.
    private static let headersOfBroker = ["CC": "x-bridge-cc", "BCC": "x-bridge-bcc"]

    /// Longer reasons are cut.
    private static let maximumReason = 2000
    /// What properties and headers may take, in a frame of 128 KiB as we agree on it with the broker: without the
    /// frame's head and end, the class, the weight and the size of the body.
    private static let room = (128 << 10) - 20

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
        var list = PropertyList(delivery.propertyList) ?? PropertyList(delivery.properties)
        if list.messageID == nil { list.messageID = Array(derivedID(of: delivery).utf8) }
        // One that dies again has them once.
        list.removeHeaders(ReturnedLetter.headersOfDeath)
        holdBack(&list)
        // In the order of their weight: what has no room is left out, nothing of what came is.
        let half = (room - list.size) / 2
        add("x-bridge-reason", reason, to: &list, most: min(maximumReason, max(half, 0)))
        add("x-bridge-stage", stage, to: &list)
        add("x-bridge-queue", delivery.queue, to: &list)
        add("x-bridge-exchange", delivery.exchange, to: &list)
        add("x-bridge-routing-key", delivery.routingKey, to: &list)
        add("x-bridge-time", FieldWriter.field(.int(Int(now.microseconds / 1_000_000))), to: &list)
        if let expression { add("x-bridge-expression", expression, to: &list, most: maximumReason) }
        let encoded = list.encoded
        return Publication(
            exchange: "", routingKey: queue, properties: MessageProperties(list: encoded) ?? delivery.properties,
            propertyList: encoded, body: delivery.body)
    }

    /// What the broker would act on is kept in headers instead. One that was sent back and dies again has them already.
    private static func holdBack(_ list: inout PropertyList) {
        if let mode = list.deliveryMode, mode != 2 {
            replace("x-bridge-delivery-mode", FieldWriter.field(.int(Int(mode))), in: &list)
        }
        list.deliveryMode = 2
        // The broker refuses a user id that is not the connection's own, and closes the channel over it.
        if let user = list.userID {
            list.userID = nil
            replace("x-bridge-user-id", FieldWriter.field(text: user), in: &list)
        }
        // What is dead must wait for a person.
        if let expiration = list.expiration {
            list.expiration = nil
            replace("x-bridge-expiration", FieldWriter.field(text: expiration), in: &list)
        }
        // The broker would send copies to the queues that these name.
        for (name, kept) in headersOfBroker {
            guard let copies = list.header(name) else { continue }
            list.removeHeaders([name])
            replace(kept, copies, in: &list)
        }
    }

    private static func replace(_ name: String, _ field: [UInt8], in list: inout PropertyList) {
        list.removeHeaders([name])
        add(name, field, to: &list)
    }

    private static func add(_ name: String, _ field: [UInt8], to list: inout PropertyList) {
        if list.size + cost(of: name) + field.count <= room { list.append(header: name, field: field) }
    }

    /// Cut to `most` bytes, or what there is room for, if that is enough to say anything.
    private static func add(_ name: String, _ text: String, to list: inout PropertyList, most: Int = 255) {
        let limit = min(most, room - list.size - cost(of: name) - FieldWriter.field(text: []).count)
        guard limit >= min(text.utf8.count, 20) else { return }
        add(name, FieldWriter.field(text: Array(text.utf8.prefix(upToScalar: limit))), to: &list)
    }

    /// What a header takes beside its value, should it be the first.
    private static func cost(of name: String) -> Int { 4 + 1 + name.utf8.count }

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

extension String.UTF8View {
    /// At most so many bytes, without a part of a character at the end.
    fileprivate func prefix(upToScalar limit: Int) -> Substring.UTF8View {
        guard count > limit else { return self[...] }
        var end = index(startIndex, offsetBy: limit)
        while end > startIndex, self[end] & 0xC0 == 0x80 { end = index(before: end) }
        return self[..<end]
    }
}
