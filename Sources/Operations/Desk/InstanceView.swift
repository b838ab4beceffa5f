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
    func line(_ instance: StoredInstance, in transaction: borrowing Transaction) throws -> InstanceLine {
        var line = InstanceLine(id: instance.id.text, process: instance.process, status: instance.status)
        line.started = instance.started
        line.ended = instance.ended
        line.wakes = instance.wakeAt
        line.emitted = instance.sequence
        line.waits = waits(of: instance, in: transaction)
        line.reason = instance.reason
        return line
    }

    /// All that is known of it.
    func details(_ instance: StoredInstance, in transaction: borrowing Transaction) throws -> InstanceDetails {
        var details = InstanceDetails()
        details.line = try line(instance, in: transaction)
        details.definition = instance.definition
        details.inputs = instance.revision
        details.causedBy = instance.causedBy
        details.traceparent = instance.traceparent
        details.received = try transaction.received(by: instance.key, limit: Self.history).map {
            ReceivedLine(id: $0.id, queue: $0.source, outcome: $0.outcome, at: $0.at)
        }
        details.unconfirmed = try transaction.pending(of: instance.key, limit: Self.history).map {
            UnconfirmedPublication(
                id: try? $0.publication().properties.messageID, exchange: $0.exchange, routingKey: $0.routingKey)
        }
        details.parked = try transaction.parked(of: instance.key, limit: Self.history).map {
            ParkedOfInstance(number: Int($0.number), kind: $0.kind, reason: $0.reason)
        }
        do {
            let reference = InstanceReference(
                id: instance.id, definition: instance.definition, revision: instance.revision)
            let look = try work.engine.look(
                at: reference, now: work.now, state: try transaction.state(of: instance.key))
            details.tasks = look["tasks"]
            details.data = look["data"]
        } catch let failure as EngineFailure {
            details.data = .string("cannot be shown: \(failure)")
        }
        return details
    }

    /// What an instance that is parked waits for once it runs again is shown, too.
    private func waits(of instance: StoredInstance, in transaction: borrowing Transaction) -> Waits? {
        guard instance.status != .completed else { return nil }
        guard let waits = try? transaction.subscriptions(of: instance) else { return .unreadable }
        return .list(
            waits.map { Wait($0.kind, name: $0.name, correlation: $0.correlation?.text, element: $0.element) })
    }
}
