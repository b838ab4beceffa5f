import Messages
import Values

@testable import SQLiteStore
@testable import StorePort

/// When tests happen.
let noon = Timestamp(microseconds: 1_767_225_600_000_000)

let order = StoredDefinition(
    hash: "hash-of-order", process: "order", dialect: "spiff", firstSeen: noon, sources: [1, 2, 3])

func id(_ number: Int) -> InstanceID { InstanceID("019b7700-0000-7000-8000-\(String(1_000_000 + number))") }

func correlation(_ number: Int) -> CorrelationText {
    CorrelationText(key: "order", properties: ["order_id": .int(number)])
}

func wait(_ name: String? = "paid", _ number: Int? = nil, kind: EventKind = .message) -> StoredSubscription {
    StoredSubscription(kind: kind, name: name, correlation: number.map(correlation), element: "wait_for_it")
}

func publication(_ text: String) -> Publication {
    var properties = MessageProperties()
    properties.messageID = text
    properties.headers = ["x-event": "message", "x-sequence": 7]
    return Publication(
        exchange: "workflow", routingKey: "order.\(text)", properties: properties, body: Array(text.utf8))
}

extension Transaction {
    /// Starts instance `number` of `order`, which it remembers.
    @discardableResult
    func start(
        _ number: Int, _ waits: [StoredSubscription] = [], wakeAt: Timestamp? = nil, ended: Timestamp? = nil
    ) throws -> StoredInstance {
        try remember(order)
        return try insert(
            NewInstance(id: id(number), definition: order.hash, started: noon, causedBy: "m\(number)"),
            after: InstanceChange(
                state: [UInt8(truncatingIfNeeded: number)], sequence: 0, waits: waits, wakeAt: wakeAt, ended: ended))
    }
}

/// What a test makes fail.
struct Failure: Error, Equatable {}

/// A payload is its body as text.
let bodies = Payloads { kept, source in
    guard source == "body" else { throw Failure() }
    return .string(String(decoding: kept.body, as: UTF8.self))
}
