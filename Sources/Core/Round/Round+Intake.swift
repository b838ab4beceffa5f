import EnginePort
import Messages
import Routing
import StorePort
import Values

extension Round {
    /// Delivery → event → receiver.
    func take(_ arrived: Delivery) throws -> Outcome {
        let original = ReturnedLetter.original(of: arrived)
        let delivery = original ?? arrived
        // What somebody has sent back is wanted again; what the broker gives again by itself is not.
        let isGivenAgain = arrived.redelivered && original == nil && !isRetrying
        if isGivenAgain || (set.mayHaveUntranslated && !isRetrying),
            let raw = try untranslated(delivery),
            case .duplicate = try known(raw, delivery)
        {
            return duplicate(raw, of: delivery)
        }
        let translated: InboundEvent
        do throws(RouteFailure) {
            if let known = self.translated {
                translated = known
            } else {
                translated = try routes.inbound.translate(delivery, by: host)
            }
        } catch {
            let raw = try untranslated(delivery)
            let finding = try raw.map { try known($0, delivery) } ?? .new
            isDeadLetter = isGivenAgain && finding.isDeadLetter
            defer { isDeadLetter = false }
            let outcome = try deadLetter(
                KeptDelivery(delivery), reason: error.reason, stage: error.stage.rawValue,
                expression: error.expression)
            try remember(raw, of: delivery, finding, outcome: outcome, instance: nil)
            return outcome == .duplicate ? duplicate(raw, of: delivery) : outcome
        }
        units.reached(Phase.translated)
        return try take(delivery, translated, isGivenAgain: isGivenAgain)
    }

    private func take(
        _ delivery: Delivery, _ translated: InboundEvent, isGivenAgain: Bool
    ) throws -> Outcome {
        let message = try translated.identity.map { try KnownMessage($0, translated, in: set) }
        let incoming = IncomingEvent(
            event: translated.event, addressee: translated.instance.map { InstanceID($0) },
            causedBy: translated.messageID, traceparent: translated.traceparent, unmatched: translated.unmatched,
            origin: KeptDelivery(delivery), route: translated.route, payloadSource: translated.payloadSource,
            key: message?.key, accept: translated.accept)
        do {
            try follow(incoming)
            return try take(delivery, incoming, message, isGivenAgain: isGivenAgain)
        } catch let suspension as Suspension {
            (self.translated, footprint) = (translated, footprint(of: incoming))
            throw suspension
        }
    }

    private func take(
        _ delivery: Delivery, _ incoming: IncomingEvent, _ message: KnownMessage?, isGivenAgain: Bool
    ) throws -> Outcome {
        var finding = InboxFinding.new
        // A retry by a person is not deduplicated: it would be its own duplicate.
        if let message, !isRetrying {
            finding = try known(message, delivery)
            switch finding {
            case .new, .withoutEffect: break
            case .duplicate: return duplicate(message, of: delivery)
            case .conflict, .oldConflict:
                return try park(delivery, inConflict: message, finding)
            }
        }
        isDeadLetter = isGivenAgain && finding.isDeadLetter
        defer { isDeadLetter = false }
        let (outcome, instance): Receipt = try receiveOrDeadLetter(incoming, incoming.origin)
        if outcome == .duplicate { return duplicate(message, of: delivery) }
        try remember(message, of: delivery, finding, outcome: outcome, instance: instance)
        return outcome
    }

    /// - Parameter origin: the delivery that can be given back; none for an event from inside.
    func receiveOrDeadLetter(
        _ incoming: IncomingEvent, _ origin: KeptDelivery?
    ) throws -> Receipt {
        do {
            return try receive(incoming)
        } catch let refusal as Refusal {
            guard let origin else {
                return (try park(incoming, stage: "accept", reason: refusal.reason), nil)
            }
            let stage = RouteFailure.Stage.accept.rawValue
            return (try deadLetter(origin, reason: refusal.reason, stage: stage), nil)
        } catch let failure as EngineFailure {
            guard failure.kind == .correlation, let origin else {
                return (try park(incoming, stage: "engine", reason: failure.description), nil)
            }
            return (try deadLetter(origin, reason: failure.description, stage: "correlate"), nil)
        }
    }

    /// The same for an event from inside: it has no delivery to give back.
    func receiveOrPark(_ incoming: IncomingEvent) throws {
        let receipt = try receiveOrDeadLetter(incoming, nil)
        if receipt.outcome != .discarded || !incoming.isPublished { count(receipt.outcome) }
        if !receipt.outcome.kept.isEffect {
            try settle(incoming, receipt.outcome, receipt.instance)
        }
    }
}

extension IncomingEvent {
    /// The exchange has it: it is not lost where nobody here waits for it.
    var isPublished: Bool { thrown?.elsewhere == .exchange }
}
