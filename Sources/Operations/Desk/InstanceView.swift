import Core
import EmbeddedEngine
import EnginePort
import Messages
import SQLiteStore
import StorePort
import Values

/// Instances as a person sees them.
struct InstanceView {
    let work: UnitOfWork
    /// How much of its history is shown.
    private static let history = 100

    /// One line of the list.
    func line(_ instance: StoredInstance, in transaction: borrowing Transaction) throws -> Value {
        .fields(
            ("instance", .string(instance.id.text)), ("process", .string(instance.process)),
            ("status", .string("\(instance.status)")), ("started", .string(instance.started.isoText)),
            ("ended", .text(instance.ended?.isoText)), ("wakes", .text(instance.wakeAt?.isoText)),
            ("emitted", .int(instance.sequence)), ("waits", waits(of: instance, in: transaction)),
            ("reason", .text(instance.reason)))
    }

    /// All that is known of it.
    func whole(_ instance: StoredInstance, in transaction: borrowing Transaction) throws -> Value {
        let reference = InstanceReference(
            id: instance.id, definition: instance.definition, revision: instance.revision)
        var shown = try line(instance, in: transaction).asDict ?? [:]
        shown["definition"] = .string(instance.definition)
        shown["inputs"] = .int(instance.revision)
        shown["caused_by"] = instance.causedBy.map { .string($0) }
        shown["traceparent"] = instance.traceparent.map { .string($0) }
        shown["received"] = .list(
            try transaction.received(by: instance.key, limit: Self.history).map { message in
                .fields(
                    ("message_id", .string(message.id)), ("queue", .string(message.source)),
                    ("outcome", .string("\(message.outcome)")), ("at", .string(message.at.isoText)))
            })
        shown["unconfirmed"] = .list(
            try transaction.pending(of: instance.key, limit: Self.history).map { row in
                .fields(
                    ("message_id", .text(try? row.publication().properties.messageID)),
                    ("exchange", .string(row.exchange)), ("routing_key", .string(row.routingKey)))
            })
        shown["parked"] = .list(
            try transaction.parked(of: instance.key, limit: Self.history).map { row in
                .fields(
                    ("parked", .int(Int(row.number))), ("kind", .string("\(row.kind)")), ("reason", .string(row.reason))
                )
            })
        do {
            let look = try work.engine.look(
                at: reference, now: work.now, state: try transaction.state(of: instance.key))
            shown.merge(look.asDict ?? [:], uniquingKeysWith: { $1 })
        } catch let failure as EngineFailure {
            shown["data"] = .string("cannot be shown: \(failure)")
        }
        return .dict(shown)
    }

    /// What an instance that is parked waits for once it runs again is shown, too.
    private func waits(of instance: StoredInstance, in transaction: borrowing Transaction) -> Value {
        guard instance.status != .completed else { return .null }
        guard let waits = try? transaction.subscriptions(of: instance) else { return "cannot be read" }
        return .list(
            waits.map { wait in
                .fields(
                    ("event", .string(wait.kind.rawValue)), ("name", .text(wait.name)),
                    ("correlation", .text(wait.correlation?.text)), ("element", .string(wait.element)))
            })
    }
}
