import Messages
import Routing
import SQLiteStore
import StorePort

/// What a person must look at, what goes back to the broker as a dead letter, and what was taken before.
extension UnitOfWork {
    /// - Returns: `parked`, or what is done where its route may keep no more.
    @discardableResult
    func park(
        _ incoming: IncomingEvent, stage: String, reason: String, in transaction: borrowing Transaction
    ) throws -> Outcome {
        if let outcome = try overflow(incoming.route, incoming.origin, reason: reason, in: transaction) {
            return outcome
        }
        try park(.event(incoming), stage: stage, reason: reason, key: incoming.key, in: transaction)
        effects.note(.parked, reason, incoming)
        return .parked
    }

    /// Parks a delivery that did not become an event.
    @discardableResult
    func park(
        _ delivery: KeptDelivery, reason: String, stage: String, key: MessageKey?,
        in transaction: borrowing Transaction
    ) throws -> Outcome {
        if let outcome = try overflow(delivery.queue, delivery, reason: reason, in: transaction) { return outcome }
        try park(.delivery(delivery), stage: stage, reason: reason, key: key, in: transaction)
        effects.note(.parked, reason, delivery)
        return .parked
    }

    /// Parks an instance that cannot go on with its input (nil: with the clock): it stands still until a person has
    /// looked at it.
    func park(
        _ instance: StoredInstance, input: IncomingEvent? = nil, reason: String, in transaction: borrowing Transaction
    ) throws {
        try transaction.park(instance, reason: reason)
        try park(
            .instance(instance.key, input: input), stage: input == nil ? "timer" : "engine", reason: reason,
            in: transaction)
        effects.note(.parked, reason, instance)
    }

    /// The same for one whose row cannot be read, or must not be.
    func park(
        unreadable key: InstanceKey, input: IncomingEvent? = nil, stage: String = "state", reason: String,
        in transaction: borrowing Transaction
    ) throws {
        try transaction.parkUnreadable(key, reason: reason)
        try park(.instance(key, input: input), stage: stage, reason: reason, in: transaction)
        effects.note(.parked, reason, instance: key)
    }

    /// What is retried goes back to its old place; whatever else follows from it gets a place of its own.
    private func park(
        _ content: ParkedContent, stage: String, reason: String, key: MessageKey? = nil,
        in transaction: borrowing Transaction
    ) throws {
        let old = retried
        retried = nil
        lastParked = try transaction.park(
            Parked(
                content, stage: stage, reason: reason, at: now, attempts: old?.attempts ?? 1, key: key ?? old?.key,
                processes: try processes(of: content, in: transaction)),
            number: old?.number)
    }

    /// Sends a delivery to its dead-letter queue, through the outbox, in this transaction; once, if the broker gives
    /// again what is there already.
    func deadLetter(
        _ delivery: KeptDelivery, reason: String, stage: String, expression: String? = nil,
        in transaction: borrowing Transaction
    ) throws -> Outcome {
        if isDeadLetter { return .duplicate }
        let letter = DeadLetter.publication(
            of: delivery.delivery, to: routes.deadLetterQueue(of: delivery.queue), stage: stage, reason: reason,
            expression: expression, at: now)
        try append(letter, lane: .alone, in: transaction)
        effects.note(.deadLettered, expression.map { "\(reason): \($0)" } ?? reason, delivery)
        return .deadLettered
    }
}
