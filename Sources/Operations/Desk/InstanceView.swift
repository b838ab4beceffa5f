import Core
import EmbeddedEngine
import EnginePort
import Messages
import StorePort
import Values

/// Instances as a person sees them.
struct InstanceView {
    let work: Round
    /// How much of its history is shown.
    private static let history = 100
    /// How many publications are looked at for those of one instance.
    private static let scanned = 20_000

    private var set: WorkingSet { work.set }

    /// One line of the list.
    func line(_ instance: StoredInstance) throws -> InstanceLine {
        var line = InstanceLine(id: instance.id.text, process: instance.process, status: instance.status)
        line.started = instance.started
        line.ended = instance.ended
        line.wakes = instance.wakeAt
        line.emitted = instance.sequence
        line.waits = waits(of: instance)
        line.reason = instance.reason
        return line
    }

    /// All that is known of it.
    func details(_ instance: StoredInstance) throws -> InstanceDetails {
        var details = InstanceDetails()
        details.line = try line(instance)
        details.definition = instance.definition
        details.inputs = instance.revision
        details.causedBy = instance.causedBy
        details.traceparent = instance.traceparent
        try addHistory(of: instance.key, to: &details)
        do {
            let reference = InstanceReference(
                id: instance.id, definition: instance.definition, revision: instance.revision)
            let look = try work.engine.look(
                at: reference, now: work.now, state: try set.state(of: instance.key))
            details.tasks = look["tasks"]
            details.data = look["data"]
        } catch let failure as EngineFailure {
            details.data = .string("cannot be shown: \(failure)")
        }
        return details
    }

    private func addHistory(of key: InstanceKey, to details: inout InstanceDetails) throws {
        let facts = try set.store.read([
            .received(key, limit: Self.history), .outboxOf(key, limit: Self.history, scanning: Self.scanned),
            .parkedOf(key, limit: Self.history),
        ])
        for fact in facts {
            switch fact {
            case .received(let messages):
                details.received = messages.map {
                    ReceivedLine(id: $0.id, queue: $0.source, outcome: $0.outcome, at: $0.at)
                }
            case .outbox(let rows):
                details.unconfirmed = rows.map {
                    UnconfirmedPublication(
                        id: try? $0.publication().properties.messageID, exchange: $0.exchange,
                        routingKey: $0.routingKey)
                }
            case .parked(let rows):
                details.parked = rows.map {
                    ParkedOfInstance(number: Int($0.number), kind: $0.kind, reason: $0.reason)
                }
            case .unreadable(let failure): throw failure
            default: continue
            }
        }
    }

    /// What an instance that is parked waits for once it runs again is shown, too.
    private func waits(of instance: StoredInstance) -> Waits? {
        guard instance.status != .completed else { return nil }
        guard let waits = try? set.subscriptions(of: instance) else { return .unreadable }
        return .list(
            waits.map { Wait($0.kind, name: $0.name, correlation: $0.correlation?.text, element: $0.element) })
    }
}
