import EnginePort
import Messages
import StorePort
import Values

/// Starting and advancing instances, and saving what came of it.
extension Round {
    /// - Parameter correlations: the event's for this receiver; nil where the sender named the instance.
    /// - Returns: false where the instance does not wait for it (any more).
    func deliver(
        _ incoming: IncomingEvent, to instance: StoredInstance, correlations: Correlations?
    ) throws -> Bool {
        var event = incoming.event
        // What names a task goes on to the instance; of a message only what holds for this receiver.
        if TaskID(answeredBy: event) == nil { event.correlations = correlations ?? [:] }
        return try advance(
            instance, by: .event(event, addressed: correlations == nil), causedBy: incoming.causedBy,
            traceparent: incoming.traceparent)
    }

    /// Gives the instance one input and saves what came of it.
    func advance(
        _ instance: StoredInstance, by input: EngineInput, causedBy: String?, traceparent: String?
    ) throws -> Bool {
        let reference = InstanceReference(
            id: instance.id, definition: instance.definition, revision: instance.revision)
        let step = Step(reference, .advance(input), at: now, seed: chance.next())
        let advance = try answer(to: step) { try set.state(of: instance.key) }
        guard advance.accepted else { return false }
        let emissions = try emissions(
            of: advance, process: instance.process, instance: instance.id, after: instance.sequence,
            causedBy: causedBy, traceparent: traceparent ?? instance.traceparent)
        set.update(instance, to: change(by: advance, sequence: emissions.sequence))
        save(advance, emissions, of: instance.key)
        return true
    }

    /// - Returns: nil where the process does not begin by it: there is no instance then.
    func start(
        _ definition: DefinitionHash, by incoming: IncomingEvent, _ correlations: Correlations
    ) throws -> InstanceKey? {
        let id = InstanceID(at: now, using: &chance)
        var event = incoming.event
        event.correlations = correlations
        let reference = InstanceReference(id: id, definition: definition, revision: 0)
        let step = Step(reference, .start(.event(event)), at: now, seed: chance.next())
        let advance = try answer(to: step) { [] }
        guard advance.accepted else { return nil }
        let emissions = try emissions(
            of: advance, process: catalog.process(of: definition), instance: id, after: 0,
            causedBy: incoming.causedBy, traceparent: incoming.traceparent)
        let instance = set.begin(
            id, of: definition, process: catalog.process(of: definition), at: now, causedBy: incoming.causedBy,
            traceparent: incoming.traceparent, after: change(by: advance, sequence: emissions.sequence))
        save(advance, emissions, of: instance.key)
        return instance.key
    }

    /// Tells instances whose clock has come the time, each on its own.
    /// - Parameter waking: those that are being told elsewhere.
    func wakeInstances(_ waking: inout [InstanceKey: Unfinished], atMost limit: Int) throws {
        let timers = try set.due(at: now, limit: limit + waking.count)
        forget(&waking, but: timers)
        for due in timers {
            let key = due.instance
            if let unfinished = waking[key], !unfinished.isReady(at: now, progress: progress) { continue }
            let unit = WorkUnit(.timer, position: key.number)
            var unfinished = waking.removeValue(forKey: key)
            let isDone = try attempt(&unfinished) {
                try takeTurn(unit)
                try units.run(unit, in: set, about: about(key)) {
                    try wakeAlone(key)
                } putAside: { reason in
                    try park(unreadable: key, stage: "attempts", reason: reason)
                }
            }
            if !isDone { waking[key] = unfinished }
        }
    }

    /// What came before its clock was told may have ended an instance, or set its clock again: it is not told any more.
    private func forget(_ waking: inout [InstanceKey: Unfinished], but timers: [DueTimer]) {
        if waking.isEmpty { return }
        let due = Set(timers.map(\.instance))
        waking = waking.filter { due.contains($0.key) || !$0.value.isReady(at: now, progress: progress) }
    }

    private func wakeAlone(_ key: InstanceKey) throws {
        try alone {
            // What another threw when its clock came may have ended it, or set its clock again.
            guard let instance = try set.instance(key), instance.status == .running,
                let wakeAt = instance.wakeAt, wakeAt <= now
            else { return }
            do {
                try wake(instance)
            } catch let failure as EngineFailure {
                // Its clock would fail again and again.
                try park(instance, reason: failure.description)
            }
            try runSteps()
        } orElse: { reason in
            try park(unreadable: key, reason: reason)
        }
    }

    func wake(_ instance: StoredInstance) throws {
        if try advance(instance, by: .time, causedBy: nil, traceparent: nil) { return }
        // Its clock came in vain: nothing has happened, and it is told the time again, should it say no better.
        set.update(
            instance,
            to: InstanceChange(
                state: try set.state(of: instance.key), sequence: instance.sequence,
                waits: try set.subscriptions(of: instance), wakeAt: now + Self.vain))
        effects.consider(timer: now + Self.vain)
    }

    /// How long after a clock that came in vain.
    private static let vain = Duration.seconds(60)

    private func change(by advance: Advance, sequence: Int) -> InstanceChange {
        if !advance.ended { effects.consider(timer: advance.wakeAt) }
        return InstanceChange(
            state: advance.state, sequence: sequence,
            waits: advance.ended ? [] : advance.waits.flatMap(\.rows),
            wakeAt: advance.ended ? nil : advance.wakeAt, ended: advance.ended ? now : nil)
    }

    private func save(_ advance: Advance, _ emissions: Emissions, of instance: InstanceKey) {
        for publication in emissions.outward { append(publication, lane: .instance(instance)) }
        for incoming in emissions.inward { steps.append(.receive(incoming)) }
        if !advance.ended && !advance.waits.isEmpty { steps.append(.release(instance)) }
    }

    /// Puts a publication into the outbox.
    /// - Parameter entry: what it was parked under, if a person retries it.
    func append(_ publication: Publication, lane: Lane, retrying entry: RetriedEntry? = nil) {
        let position = set.append(
            publication, lane: lane, at: now, retrying: entry?.number, attempts: entry.map { $0.attempts - 1 } ?? 0)
        if let entry { effects.retried[position] = entry.number }
        effects.outbox.append(OutboxRow(position: position, lane: lane, publication: publication))
    }
}

extension Subscription {
    /// The rows it is kept as: one for each correlation that matches.
    fileprivate var rows: [StoredSubscription] {
        guard let correlations else {
            return [StoredSubscription(kind: kind, name: name, correlation: nil, element: element)]
        }
        return correlations.map {
            StoredSubscription(kind: kind, name: name, correlation: $0, element: element)
        }
    }
}
