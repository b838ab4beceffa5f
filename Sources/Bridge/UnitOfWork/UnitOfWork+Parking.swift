import Events
import Routing
import Store

/// What a person must look at, what goes back to the broker as a dead letter, and what was taken before.
extension UnitOfWork {
    func park(
        _ incoming: IncomingEvent, stage: String, reason: String, in transaction: borrowing Transaction
    ) throws {
        try transaction.park(Parked(.event(incoming), stage: stage, reason: reason, at: now))
        effects.note(.parked, reason, incoming)
    }

    /// Parks a delivery that did not become an event.
    func park(
        _ delivery: KeptDelivery, reason: String, stage: String, in transaction: borrowing Transaction
    ) throws {
        try transaction.park(Parked(.delivery(delivery), stage: stage, reason: reason, at: now))
        effects.note(.parked, reason, delivery)
    }

    /// Sends a delivery to its dead-letter queue, through the outbox, in this transaction.
    func bury(
        _ delivery: KeptDelivery, reason: String, stage: String, in transaction: borrowing Transaction
    ) throws {
        let letter = DeadLetter.publication(
            of: delivery.delivery, to: routes.deadLetterQueue(of: delivery.queue), stage: stage, reason: reason,
            at: now)
        try append(letter, lane: .alone, in: transaction)
        effects.note(.deadLettered, reason, delivery)
    }

    func known(
        _ id: String, of delivery: Delivery, in transaction: borrowing Transaction
    ) throws -> InboxFinding {
        try transaction.inboxFinding(id: id, source: delivery.queue, bodyHash: bodyHash(delivery.body))
    }

    func remember(
        _ id: String?, of delivery: Delivery, outcome: Outcome, instance: InstanceKey?,
        in transaction: borrowing Transaction
    ) throws {
        guard let id else { return }
        try transaction.remember(
            id: id, source: delivery.queue, bodyHash: bodyHash(delivery.body), outcome: outcome,
            instance: instance, at: now)
    }
}
