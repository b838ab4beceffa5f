import Messages
import OrderedCollections
import Values

/// A message as a sender posts it to a queue of the simulated broker.
struct SimulatedMessage: Hashable {
    /// Its place among all messages of the run; carried in a header, so that the checkers know it again.
    var serial: Int
    var queue = "in"
    var id: String?
    var app: String?
    var kind = EventKind.message
    var type: String?
    var key: String?
    var amount: Int?
    /// The instance it is for: its id, and the how manieth it is (nil for one that never was).
    var addressee: String?
    var addresseePlace: Int?
    var isReadable = true
    /// The same value is written in another way.
    var isRespelled = false
    /// It is a dead letter that was moved back, with these properties.
    var letter: MessageProperties?

    var wasReturned: Bool { letter != nil }

    /// Whoever moves a dead letter back names the queue.
    var routingKey: String { wasReturned ? queue : "" }

    /// As it is on the wire.
    var text: String {
        var entries: [String] = []
        if let key { entries.append("\"key\":\"\(key)\"") }
        if let amount { entries.append("\"amount\":\(amount)") }
        if isRespelled, let key {
            let letters = key.utf8.map { "\\u00" + String($0, radix: 16) }.joined()
            entries[0] = "\n  \"key\" :\t\"\(letters)\""
            entries.reverse()
        }
        return "{" + entries.joined(separator: ",") + (isReadable ? "}" : "")
    }

    /// Whether a route can make an event of it.
    var isTranslated: Bool { isReadable && type != nil }

    /// What it is known by.
    var identity: String {
        let sender = "\(queue) \(app ?? "-") \(id ?? "-")"
        if !isTranslated { return "bytes \(sender) \(type ?? "-") \(addressee ?? "-")" }
        return "\(sender) \(kind) \(type ?? "-") \(addressee ?? "-")"
    }

    /// What is compared with others of its identity.
    var content: String {
        if !isTranslated { return text }
        return "\(key ?? "-") \(amount.map { String($0) } ?? "-")"
    }

    var properties: MessageProperties {
        if var letter {
            letter.headers["x-serial"] = .int(serial)
            return letter
        }
        var properties = MessageProperties()
        properties.appID = app
        properties.messageID = id
        properties.type = type
        properties.contentType = "application/json"
        properties.headers["x-serial"] = .int(serial)
        if kind == .signal { properties.headers["x-event"] = "signal" }
        if let addressee { properties.headers["x-process-instance"] = .string(addressee) }
        return properties
    }

    var description: String {
        let receiver = addresseePlace.map { "to instance \($0)" } ?? addressee ?? ""
        let sender = "\(queue) \(app ?? "-") \(id ?? "-")"
        let way = wasReturned ? "moved back " : ""
        return "\(serial) \(way)\(sender) \(kind) \(type ?? "-") \(text) \(receiver)"
    }
}

extension SimulatedMessage {
    /// As the bridge sees it, but for what the broker says of it.
    var delivery: Delivery {
        Delivery(queue: queue, routingKey: routingKey, properties: properties, body: Array(text.utf8))
    }
}

extension Delivery {
    /// Which message of the run this is.
    var serial: Int? { number(properties.headers["x-serial"]) }
}

private func number(_ value: Value?) -> Int? {
    if case .int(let number) = value { number } else { nil }
}
