import EnginePort
import Messages
import Routing
import SQLiteStore
import StorePort
import Values

extension UnitOfWork {
    /// Delivery → event → receiver.
    func take(_ arrived: Delivery, in transaction: borrowing Transaction) throws -> Outcome {
        let original = ReturnedLetter.original(of: arrived)
        let delivery = original ?? arrived
        // What somebody has sent back is wanted again; what the broker gives again by itself is not.
        let isGivenAgain = arrived.redelivered && original == nil && !isRetrying
        if isGivenAgain || (transaction.mayHaveUntranslated && !isRetrying),
            let raw = try untranslated(delivery, in: transaction),
            case .duplicate = try known(raw, delivery, in: transaction)
        {
            return duplicate(raw, of: delivery)
        }
        let translated: InboundEvent
        do {
            translated = try routes.inbound.translate(delivery, by: host)
        } catch {
            let raw = try untranslated(delivery, in: transaction)
            let finding = try raw.map { try known($0, delivery, in: transaction) } ?? .new
            isDeadLetter = isGivenAgain && finding.isDeadLetter
            defer { isDeadLetter = false }
            let outcome = try deadLetter(
                KeptDelivery(delivery), reason: error.reason, stage: error.stage.rawValue,
                expression: error.expression, in: transaction)
            try remember(raw, of: delivery, finding, outcome: outcome, instance: nil, in: transaction)
            return outcome == .duplicate ? duplicate(raw, of: delivery) : outcome
        }
        units.reached(Phase.translated)
        return try take(delivery, translated, isGivenAgain: isGivenAgain, in: transaction)
    }

    private func take(
        _ delivery: Delivery, _ translated: InboundEvent, isGivenAgain: Bool, in transaction: borrowing Transaction
    ) throws -> Outcome {
        let message = try translated.identity.map { try KnownMessage($0, translated, in: transaction) }
        var finding = InboxFinding.new
        // A retry by a person is not deduplicated: it would be its own duplicate.
        if let message, !isRetrying {
            finding = try known(message, delivery, in: transaction)
            switch finding {
            case .new, .withoutEffect: break
            case .duplicate: return duplicate(message, of: delivery)
            case .conflict, .oldConflict:
                return try park(delivery, inConflict: message, finding, in: transaction)
            }
        }
        let incoming = IncomingEvent(
            event: translated.event, addressee: translated.instance.map { InstanceID($0) },
            causedBy: translated.messageID, traceparent: translated.traceparent, unmatched: translated.unmatched,
            origin: KeptDelivery(delivery), route: translated.route, payloadSource: translated.payloadSource,
            key: message?.key, accept: translated.accept)
        isDeadLetter = isGivenAgain && finding.isDeadLetter
        defer { isDeadLetter = false }
        let (outcome, instance): Receipt = try receiveOrDeadLetter(incoming, incoming.origin, in: transaction)
        if outcome == .duplicate { return duplicate(message, of: delivery) }
        try remember(message, of: delivery, finding, outcome: outcome, instance: instance, in: transaction)
        return outcome
    }

    /// - Parameter origin: the delivery that can be given back; none for an event from inside.
    func receiveOrDeadLetter(
        _ incoming: IncomingEvent, _ origin: KeptDelivery?, in transaction: borrowing Transaction
    ) throws -> Receipt {
        do {
            return try receive(incoming, in: transaction)
        } catch let refusal as Refusal {
            guard let origin else {
                return (try park(incoming, stage: "accept", reason: refusal.reason, in: transaction), nil)
            }
            let stage = RouteFailure.Stage.accept.rawValue
            return (try deadLetter(origin, reason: refusal.reason, stage: stage, in: transaction), nil)
        } catch let failure as EngineFailure {
            guard failure.kind == .correlation, let origin else {
                return (try park(incoming, stage: "engine", reason: failure.description, in: transaction), nil)
            }
            return (try deadLetter(origin, reason: failure.description, stage: "correlate", in: transaction), nil)
        }
    }

    /// The same for an event from inside: it has no delivery to give back.
    func receiveOrPark(_ incoming: IncomingEvent, in transaction: borrowing Transaction) throws {
        let receipt = try receiveOrDeadLetter(incoming, nil, in: transaction)
        if receipt.outcome != .discarded || !incoming.isPublished { count(receipt.outcome) }
        if !receipt.outcome.kept.isEffect {
            try settle(incoming, receipt.outcome, receipt.instance, in: transaction)
        }
    }
}

extension IncomingEvent {
    /// The exchange has it: it is not lost where nobody here waits for it.
    var isPublished: Bool { thrown?.elsewhere == .exchange }
}
