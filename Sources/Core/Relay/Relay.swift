package import AMQP
import Messages
package import Values

/// Decides what of the outbox goes to the broker when: an instance's publications in its own order, each after the
/// confirm of the one before (promise 5), a bounded number in all, again after a lost link or a nack, parked after a
/// return. `Lanes` has the order; here is what AMQP's answers mean for it.
///
/// Values in, values out.
package struct Relay: Sendable {
    package typealias Limits = LaneLimits

    private var lanes: Lanes<OutboxRow>

    /// - Parameter last: the highest position in the outbox at the start; rows up to it are paged in.
    package init(limits: Limits = Limits(), last: Int64 = 0) { lanes = Lanes(limits: limits, last: last) }

    var limits: Limits { lanes.limits }

    /// Every row up to here has been taken into memory.
    package var cursor: Int64 { lanes.cursor }

    /// How many rows the caller should read from the store after `cursor` and give to `rowsLoaded`; 0 for none.
    package var wantsRows: Int { lanes.wanted }

    /// When `clockMoved` is due next.
    package var nextRetry: Timestamp? { lanes.nextRetry }

    /// Nothing waits, nothing is on its way, nothing is left in the store.
    package var isIdle: Bool { lanes.isIdle }

    package var unconfirmedCount: Int { lanes.unconfirmed }

    /// A round with these rows has been committed.
    package mutating func rowsCommitted(_ rows: [OutboxRow]) -> RelayActions {
        if rows.isEmpty { return RelayActions() }
        lanes.added(rows)
        return filled()
    }

    /// The rows after `cursor`, in order of position, as the store has them.
    ///
    /// - Parameter isEnd: the store has no more.
    package mutating func rowsLoaded(_ rows: [OutboxRow], isEnd: Bool) -> RelayActions {
        lanes.paged(rows, isEnd: isEnd)
        return filled()
    }

    /// The waits for what an earlier channel refused begin again: the new one may find another node. Their times stay.
    package mutating func linkReady() -> RelayActions {
        lanes.linkReady()
        return filled()
    }

    /// Whatever was on its way may or may not have arrived: it is published again, with the same id.
    package mutating func linkLost() { lanes.linkLost() }

    package mutating func settled(_ outcomes: [PublicationOutcome], at now: Timestamp) -> RelayActions {
        var actions = RelayActions()
        for outcome in outcomes {
            switch outcome.result {
            case .confirmed: confirmed(outcome.number, &actions)
            // The broker delivers to the consumer that waits there, and says that it has no queue of that name.
            case .returned where lanes.sent(outcome.number)?.publication.isDirectReply ?? false:
                confirmed(outcome.number, &actions)
            case .returned(let code, let text):
                putAside(outcome.number, &actions) { "\($0.placeWithoutQueue) (\(code) \(text))" }
            case .unpublishable(let reason): putAside(outcome.number, &actions) { _ in reason }
            case .nacked:
                guard let row = lanes.refused(outcome.number, at: now) else { continue }
                actions.refused.append(row.publication)
                actions.refusedPositions.append(row.position)
            }
        }
        fill(&actions)
        return actions
    }

    /// A round that parked these returned publications has been committed: those behind them may go.
    package mutating func rowsParked(_ positions: [Int64]) -> RelayActions {
        if positions.isEmpty { return RelayActions() }
        for position in positions { lanes.parked(position) }
        return filled()
    }

    package mutating func clockMoved(to now: Timestamp) -> RelayActions {
        guard let next = nextRetry, next <= now else { return RelayActions() }
        lanes.clockMoved(to: now)
        return filled()
    }

    private mutating func confirmed(_ position: Int64, _ actions: inout RelayActions) {
        if lanes.confirmed(position) { actions.confirmed.append(position) }
    }

    private mutating func putAside(
        _ position: Int64, _ actions: inout RelayActions, because reason: (Publication) -> String
    ) {
        guard let row = lanes.putAside(position) else { return }
        actions.returned.append(
            RelayActions.Returned(
                position: row.position, publication: row.publication, reason: reason(row.publication)))
    }

    private mutating func filled() -> RelayActions {
        var actions = RelayActions()
        fill(&actions)
        return actions
    }

    private mutating func fill(_ actions: inout RelayActions) {
        while let row = lanes.next() {
            actions.publish.append(NumberedPublication(number: row.position, publication: row.publication))
        }
    }
}

extension Publication {
    /// The answer to a request that named RabbitMQ's direct reply-to: no queue, but a place at the requester's channel.
    fileprivate var isDirectReply: Bool { exchange.isEmpty && routingKey.hasPrefix("amq.rabbitmq.reply-to.") }

    /// What a person reads who has to find out why no queue took it.
    fileprivate var placeWithoutQueue: String {
        exchange.isEmpty
            ? "there is no queue \(routingKey)" : "no queue takes \(routingKey) from exchange \(exchange)"
    }
}
