import Events
import OrderedCollections

/// A message as a sender posts it to a queue of the simulated broker.
struct SimulatedMessage: Hashable {
    /// Its place among all messages of the run; carried in a header, so that the checkers know it again.
    var serial: Int
    var queue = "in"
    var id: String?
    var kind = EventKind.message
    var type: String?
    var key: String?
    var amount: Int?
    /// The instance it is for: its id, and the how manieth it is (nil for one that never was).
    var addressee: String?
    var addresseePlace: Int?
    var isReadable = true

    var text: String {
        var entries: [String] = []
        if let key { entries.append("\"key\":\"\(key)\"") }
        if let amount { entries.append("\"amount\":\(amount)") }
        return "{" + entries.joined(separator: ",") + (isReadable ? "}" : "")
    }

    var properties: MessageProperties {
        var properties = MessageProperties()
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
        return "\(serial) \(queue) \(id ?? "-") \(type ?? "-") \(text) \(receiver)"
    }
}

extension Delivery {
    /// Which message of the run this is.
    var serial: Int? { number(properties.headers["x-serial"]) }
}

private func number(_ value: Value?) -> Int? {
    if case .int(let number) = value { number } else { nil }
}
