import Messages
import Routing
import StorePort

/// What a person must look at, what goes back to the broker as a dead letter, and what was taken before.
extension Round {
    /// - Returns: `parked`, or what is done where its route may keep no more.
    @discardableResult
    func park(
        _ incoming: IncomingEvent, stage: String, reason: String
    ) throws -> Outcome {
        if let outcome = try overflow(incoming.route, incoming.origin, reason: reason) {
            return outcome
        }
        try park(.event(incoming), stage: stage, reason: reason, key: incoming.key)
        effects.note(.parked, reason, incoming)
        return .parked
    }

    /// Parks a delivery that did not become an event.
    @discardableResult
    func park(
        _ delivery: KeptDelivery, reason: String, stage: String, key: MessageKey?
    ) throws -> Outcome {
        if let outcome = try overflow(delivery.queue, delivery, reason: reason) { return outcome }
        try park(.delivery(delivery), stage: stage, reason: reason, key: key)
        effects.note(.parked, reason, delivery)
        return .parked
    }

    /// Parks an instance that cannot go on with its input (nil: with the clock): it stands still until a person has
    /// looked at it.
    func park(
        _ instance: StoredInstance, input: IncomingEvent? = nil, reason: String
    ) throws {
        set.park(instance, reason: reason)
        try park(
            .instance(instance.key, input: input), stage: input == nil ? "timer" : "engine", reason: reason)
        effects.note(.parked, reason, instance)
    }

    /// The same for one whose row cannot be read, or must not be.
    func park(
        unreadable key: InstanceKey, input: IncomingEvent? = nil, stage: String = "state", reason: String
    ) throws {
        set.parkUnreadable(key, reason: reason)
        try park(.instance(key, input: input), stage: stage, reason: reason)
        effects.note(.parked, reason, instance: key)
    }

    /// What is retried goes back to its old place; whatever else follows from it gets a place of its own.
    private func park(
        _ content: ParkedContent, stage: String, reason: String, key: MessageKey? = nil
    ) throws {
        let old = retried
        retried = nil
        lastParked = try set.park(
            Parked(
                content, stage: stage, reason: reason, at: now, attempts: old?.attempts ?? 1, key: key ?? old?.key,
                processes: try processes(of: content)),
            number: old?.number)
    }

    /// Sends a delivery to its dead-letter queue, through the outbox, in this round; once, if the broker gives
    /// again what is there already.
    func deadLetter(
        _ delivery: KeptDelivery, reason: String, stage: String, expression: String? = nil
    ) throws -> Outcome {
        if isDeadLetter { return .duplicate }
        let letter = DeadLetter.publication(
            of: delivery.delivery, to: routes.deadLetterQueue(of: delivery.queue), stage: stage, reason: reason,
            expression: expression, at: now)
        append(letter, lane: .alone)
        effects.note(.deadLettered, expression.map { "\(reason): \($0)" } ?? reason, delivery)
        return .deadLettered
    }
}
