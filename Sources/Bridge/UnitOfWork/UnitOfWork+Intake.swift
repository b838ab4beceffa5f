import Engine
import Events
import Routing
import Store

extension UnitOfWork {
    /// Delivery → event → receiver.
    func take(_ delivery: Delivery, in transaction: borrowing Transaction) throws -> Outcome {
        let translated: InboundEvent
        do {
            translated = try routes.inbound.translate(delivery)
        } catch {
            // Buried once: the copy the broker gives us again finds its id.
            let id = delivery.properties.messageID
            if let id, !isRetrying, case .duplicate = try known(id, of: delivery, in: transaction) {
                return .duplicate
            }
            try bury(
                KeptDelivery(delivery), reason: error.expression.map { "\(error.reason): \($0)" } ?? error.reason,
                stage: error.stage.rawValue, in: transaction)
            try remember(id, of: delivery, outcome: .deadLettered, instance: nil, in: transaction)
            return .deadLettered
        }
        // What a person has asked for is no duplicate of itself.
        if let id = translated.messageID, !isRetrying {
            switch try known(id, of: delivery, in: transaction) {
            case .new: break
            case .duplicate: return .duplicate
            case .conflict:
                let reason = "a message with the id \(id) and another body was applied before"
                let outcome = try park(KeptDelivery(delivery), reason: reason, stage: "dedupe", in: transaction)
                try remember(id, of: delivery, outcome: outcome, instance: nil, in: transaction)
                return outcome
            }
        }
        let incoming = IncomingEvent(
            event: translated.event, addressee: translated.instance.map { InstanceID($0) },
            causedBy: translated.messageID, traceparent: translated.traceparent, unmatched: translated.unmatched,
            origin: KeptDelivery(delivery), route: translated.route, payloadSource: translated.payloadSource)
        let (outcome, instance): Receipt = try receiveOrBury(incoming, incoming.origin, in: transaction)
        try remember(translated.messageID, of: delivery, outcome: outcome, instance: instance, in: transaction)
        return outcome
    }

    /// - Parameter origin: the delivery that can be given back; none for an event from inside.
    func receiveOrBury(
        _ incoming: IncomingEvent, _ origin: KeptDelivery?, in transaction: borrowing Transaction
    ) throws -> Receipt {
        do {
            return try receive(incoming, in: transaction)
        } catch let failure as EngineFailure {
            guard failure.kind == .correlation, let origin else {
                return (try park(incoming, stage: "engine", reason: failure.description, in: transaction), nil)
            }
            try bury(origin, reason: failure.description, stage: "correlate", in: transaction)
            return (.deadLettered, nil)
        }
    }

    /// The same for an event from inside: it has no delivery to give back.
    func receiveOrPark(_ incoming: IncomingEvent, in transaction: borrowing Transaction) throws {
        let outcome = try receiveOrBury(incoming, nil, in: transaction).outcome
        if outcome != .discarded || !incoming.isPublished { count(outcome) }
    }
}

extension IncomingEvent {
    /// The exchange has it: it is not lost where nobody here waits for it.
    var isPublished: Bool { thrown?.elsewhere == .exchange }
}
