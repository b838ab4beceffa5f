import EnginePort
import Messages
import StorePort
import Values

/// Finding the receiver: a named instance, else who waits, else what starts, else it is held.
extension Round {
    /// What became of an event, and the instance it went to or started.
    typealias Receipt = (outcome: Outcome, instance: InstanceKey?)
    /// An instance that waits, and what the event is to it.
    typealias Waiting = (instance: StoredInstance, candidate: Candidate)
    /// Who waits for an event.
    struct Receivers {
        var waiting: [Waiting] = []
        /// Those whose rows cannot be read, and why.
        var damaged: [(key: InstanceKey, reason: String)] = []

        var count: Int { waiting.count + damaged.count }
    }

    /// Every definition an event may concern.
    typealias Candidates = TextTable<Candidate>

    /// What an event is to one definition.
    struct Candidate {
        var correlations: Correlations
        /// The payload does not say; the sender has sent the correlations back in a header. Who is found by them is
        /// told so: from the payload it could not compute them.
        var isSentBack = false

        /// For `deliver`.
        var computed: Correlations? { isSentBack ? nil : correlations }
    }

    /// - Throws: `EngineFailure` where the event can go nowhere as it is; nothing has been written then.
    func receive(_ incoming: IncomingEvent) throws -> Receipt {
        if let id = try addressee(answeredBy: incoming) ?? incoming.addressee {
            var addressed = incoming
            addressed.addressee = id
            return try receive(addressed, addressedTo: id)
        }
        let candidates = try candidates(for: incoming)
        let receivers = mayFindWaiting(incoming) ? try waiting(for: incoming, candidates) : Receivers()
        let starting = catalog.started(by: EventKey(incoming.event)).filter { candidates[$0] != nil }
        return switch incoming.event.kind {
        case .message: try receiveMessage(incoming, receivers.waiting, starting, candidates)
        case .signal, .error, .escalation, .task:
            try receiveBroadcast(incoming, receivers, starting, candidates)
        }
    }

    /// The instance whose task the event answers.
    private func addressee(answeredBy incoming: IncomingEvent) throws(EngineFailure) -> InstanceID? {
        if let task = TaskID(answeredBy: incoming.event) { return task.instance }
        guard incoming.event.kind == .task, incoming.addressee == nil else { return nil }
        throw EngineFailure(
            kind: .correlation, element: nil,
            message: "the answer to a task needs a header of the publication that it answers: x-correlation, or "
                + "x-process-instance")
    }

    private func candidates(for incoming: IncomingEvent) throws -> Candidates {
        let definitions = catalog.concerned(by: EventKey(incoming.event))
        var candidates: Candidates = [:]
        if definitions.isEmpty { return candidates }
        if let sent = sentBack(incoming) {
            for definition in definitions { candidates[definition] = sent }
            return candidates
        }
        var failure: EngineFailure?
        for found in engine.correlations(of: incoming.event, in: definitions) {
            do {
                candidates[found.definition] = try candidate(for: incoming.event, found.answer)
            } catch let problem as EngineFailure {
                failure = problem
            }
        }
        if candidates.isEmpty, let failure { throw failure }
        return candidates
    }

    /// What the event is to one definition, as far as its sender may say.
    func candidate(for incoming: IncomingEvent, in definition: DefinitionHash) throws -> Candidate {
        if let sent = sentBack(incoming) { return sent }
        guard let found = engine.correlations(of: incoming.event, in: [definition]).first else {
            return Candidate(correlations: [:])
        }
        return try candidate(for: incoming.event, found.answer)
    }

    private func candidate(
        for event: Event, _ answer: Result<Correlations, EngineFailure>
    ) throws -> Candidate {
        switch answer {
        case .success(let correlations): return Candidate(correlations: correlations)
        case .failure(let failure) where failure.kind == .correlation && !event.correlations.isEmpty:
            return Candidate(correlations: event.correlations, isSentBack: true)
        case .failure(let failure) where failure.remedy == .later && mayGoElsewhere: throw Suspension.later
        case .failure(let failure): throw failure
        }
    }

    private func waiting(for incoming: IncomingEvent, _ candidates: Candidates) throws -> Receivers {
        // Two are enough to know that a message is ambiguous; one more, as its own thrower does not count.
        let limit = incoming.event.kind == .message ? 3 : settings.receiversAtOnce + 1
        var receivers = Receivers()
        for (definition, candidate) in candidates {
            let keys = try set.waiting(
                ReceiverQuery(
                    kind: incoming.event.kind, name: incoming.event.matchedBy ?? "", definition: definition,
                    correlations: CorrelationText.all(of: candidate.correlations), limit: limit))
            for key in keys {
                do throws(StoreFailure) {
                    guard let instance = try set.instance(key), instance.status == .running,
                        instance.id != incoming.thrownBy
                    else { continue }
                    receivers.waiting.append((instance, candidate))
                } catch {
                    // It must not keep what goes to everyone from the others.
                    guard error.kind == .unreadable, incoming.event.kind != .message else { throw error }
                    receivers.damaged.append((key, "\(error)"))
                }
            }
        }
        return receivers
    }

    /// A message goes to one receiver.
    private func receiveMessage(
        _ incoming: IncomingEvent, _ waiting: [Waiting], _ starting: [DefinitionHash], _ candidates: Candidates
    ) throws -> Receipt {
        if waiting.count > 1 || (waiting.isEmpty && starting.count > 1) {
            let names = waiting.isEmpty ? starting.map { catalog.process(of: $0) } : waiting.map { $0.instance.id.text }
            let reason = "\(EventKey(incoming.event)) could go to each of \(names.joined(separator: ", "))"
            return (try parkAmbiguous(incoming, reason: reason), nil)
        }
        if let (instance, candidate) = waiting.first {
            if try deliver(incoming, to: instance, correlations: candidate.computed) {
                return (.delivered, instance.key)
            }
        } else if let definition = starting.first {
            let correlations = candidates[definition]?.correlations ?? [:]
            if let key = try start(definition, by: incoming, correlations) { return (.started, key) }
        }
        guard mayFindWaiting(incoming) else { throw Refusal.correlation }
        return (try hold(incoming, candidates: candidates), nil)
    }

    private func parkAmbiguous(
        _ incoming: IncomingEvent, reason: String
    ) throws -> Outcome {
        let outcome = try park(incoming, stage: "receiver", reason: reason)
        return outcome == .parked ? .ambiguous : outcome
    }

    private func receive(
        _ incoming: IncomingEvent, addressedTo id: InstanceID
    ) throws -> Receipt {
        guard let instance = try set.instance(id) else {
            return (try giveUp(incoming, reason: "there is no instance \(id)"), nil)
        }
        guard instance.status != .completed else {
            let reason = "the instance \(id) of \(instance.process) has ended"
            return (try giveUp(incoming, reason: reason), nil)
        }
        do {
            if instance.status == .running,
                try deliver(incoming, to: instance, correlations: nil)
            {
                return (.delivered, instance.key)
            }
        } catch let failure as EngineFailure where failure.kind == .ambiguous {
            return (try parkAmbiguous(incoming, reason: failure.description), instance.key)
        }
        return (try hold(incoming, candidates: [:]), nil)
    }
}
