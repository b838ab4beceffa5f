import Messages
import Values

@testable import SQLiteStore
@testable import StorePort

/// The inbox by queue, id and a number that stands for what the message says.
extension Transaction {
    func key(_ id: String, _ source: String, _ body: UInt64) throws -> MessageKey {
        let identity = MessageIdentity(queue: source, id: id, kind: .message, name: "order_placed")
        return try key(of: identity, .value(["body": .int(Int(body))], [:]))
    }

    func inboxFinding(id: String, source: String, bodyHash: UInt64) throws -> InboxFinding {
        try inboxFinding(id: id, source: source, key: key(id, source, bodyHash), body: [])
    }

    func remember(
        id: String, source: String, bodyHash: UInt64, outcome: Outcome, instance: InstanceKey? = nil, at: Timestamp
    ) throws {
        try remember(
            id: id, source: source, key: key(id, source, bodyHash), outcome: outcome, instance: instance, at: at)
    }
}
