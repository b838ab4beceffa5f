import Messages
import Routing
import StorePort
import Values

/// A message with what it is known by.
struct KnownMessage {
    var identity: MessageIdentity
    var key: MessageKey

    init(_ identity: MessageIdentity, _ content: MessageContent, in set: WorkingSet) throws(StoreFailure) {
        self.identity = identity
        key = try set.key(of: identity, content)
    }

    init(_ identity: MessageIdentity, _ event: InboundEvent, in set: WorkingSet) throws(StoreFailure) {
        try self.init(identity, .value(event.compared, event.event.correlations), in: set)
    }
}

/// What was taken before, and what became of it (promise 2).
extension Round {
    func known(
        _ message: KnownMessage, _ delivery: Delivery
    ) throws -> InboxFinding {
        try set.inboxFinding(
            id: message.identity.id, source: message.identity.queue, key: message.key, body: delivery.body)
    }

    /// What cannot become an event, or ended the process before it was one, is known by its bytes.
    func untranslated(
        _ delivery: Delivery
    ) throws -> KnownMessage? {
        guard let id = delivery.properties.messageID else { return nil }
        let identity = MessageIdentity(
            queue: delivery.queue, sender: delivery.properties.appID, id: id, name: delivery.properties.type,
            addressee: delivery.properties.headers["x-process-instance"]?.asString)
        return try KnownMessage(identity, .bytes(delivery.body), in: set)
    }

    /// What the delivery is known by, if that can be told.
    func message(
        of delivery: Delivery
    ) throws -> KnownMessage? {
        guard let translated = try? routes.inbound.translate(delivery, by: host) else {
            return try untranslated(delivery)
        }
        return try translated.identity.map { try KnownMessage($0, translated, in: set) }
    }

    /// - Parameter finding: what was known of it before.
    func remember(
        _ message: KnownMessage?, of delivery: Delivery, _ finding: InboxFinding = .new, outcome: Outcome,
        instance: InstanceKey?
    ) throws {
        guard let message, outcome != .duplicate else { return }
        let (id, queue) = (message.identity.id, message.identity.queue)
        if isRetrying {
            try set.forgetOldForm(id: id, source: queue, body: delivery.body)
            if try set.amend(message.key, outcome: outcome.kept, instance: instance) { return }
        } else if case .withoutEffect = finding {
            try set.forget(message.key)
            try set.forgetOldForm(id: id, source: queue, body: delivery.body)
        }
        try set.remember(
            id: id, source: queue, key: message.key, outcome: outcome.kept, instance: instance, at: now)
    }

    /// What became of the message of a held or parked event is something else now.
    func settle(
        _ incoming: IncomingEvent, _ outcome: Outcome, _ instance: InstanceKey?
    ) throws {
        if let key = incoming.key, try set.amend(key, outcome: outcome.kept, instance: instance) { return }
        guard let origin = incoming.origin, let id = incoming.causedBy else { return }
        try set.forgetOldForm(id: id, source: origin.queue, body: origin.body)
        let identity = MessageIdentity(
            queue: origin.queue, sender: origin.properties.appID, id: id, kind: incoming.event.kind,
            name: incoming.event.name, addressee: incoming.addressee?.text,
            task: TaskID(answeredBy: incoming.event)?.text)
        let key =
            try incoming.key
            ?? set.key(of: identity, .value(incoming.event.payload, incoming.event.correlations))
        try set.remember(
            id: id, source: origin.queue, key: key, outcome: outcome.kept, instance: instance, at: now)
    }

    func duplicate(_ message: KnownMessage?, of delivery: Delivery) -> Outcome {
        effects.note(duplicate: message?.identity, of: delivery)
        return .duplicate
    }

    /// Parks a message that came before under the same identity, with something else in it. A person chooses.
    func park(
        _ delivery: Delivery, inConflict message: KnownMessage, _ finding: InboxFinding
    ) throws -> Outcome {
        let reason: String
        switch finding {
        case .oldConflict:
            try set.join(oldForm: message.identity.id, source: delivery.queue, to: message.key)
            let before = "an earlier version of the bridge took a message with this id and another body"
            reason = try before + firstBody(of: message.key)
        case .conflict(let record):
            let before = "the same message came before with another payload, and "
            let first = try firstBody(of: message.key)
            reason = before + (first.isEmpty ? record.words : "was parked") + first
        case .new, .withoutEffect, .duplicate: reason = "it is in conflict with nothing"
        }
        let outcome = try park(
            KeptDelivery(delivery), reason: reason, stage: "dedupe", key: message.key)
        // It may have been a dead letter before.
        try set.forget(message.key)
        try remember(message, of: delivery, outcome: outcome, instance: nil)
        return outcome
    }

    private func firstBody(of key: MessageKey) throws -> String {
        guard let first = try set.parked(of: key, limit: 1).first else { return "" }
        return "; the other is parked as \(first.number): retry the one that is right, and the other is discarded"
    }
}

extension Outcome {
    /// As the inbox keeps it. Discarded there is what a person has discarded; what nobody wanted can come again.
    var kept: Outcome { self == .discarded ? .expired : self }
}

extension InboxRecord {
    /// What became of the other one, for a reason.
    var words: String {
        let verb =
            switch outcome {
            case .started: "started a process"
            case .held: "was held until somebody waits for it"
            case .delivered: "was delivered"
            case .discarded: "was discarded by a person"
            case .parked, .ambiguous: "was parked"
            case .expired, .deadLettered, .duplicate: "had no effect"
            }
        return "\(verb) at \(at.isoText)"
    }
}

extension InboxFinding {
    var isDeadLetter: Bool {
        if case .withoutEffect(let record) = self { record.outcome == .deadLettered } else { false }
    }
}
