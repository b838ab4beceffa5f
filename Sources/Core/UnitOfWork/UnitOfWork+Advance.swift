import EnginePort
import Messages
import SQLiteStore
import StorePort
import Values

/// Starting and advancing instances, and saving what came of it.
extension UnitOfWork {
    /// - Parameter correlations: the event's for this receiver; nil where the sender named the instance.
    /// - Returns: false where the instance does not wait for it (any more).
    func deliver(
        _ incoming: IncomingEvent, to instance: StoredInstance, correlations: Correlations?,
        in transaction: borrowing Transaction
    ) throws -> Bool {
        var event = incoming.event
        // What names a task goes on to the instance; of a message only what holds for this receiver.
        if TaskID(answeredBy: event) == nil { event.correlations = correlations ?? [:] }
        return try advance(
            instance, by: .event(event, addressed: correlations == nil), causedBy: incoming.causedBy,
            traceparent: incoming.traceparent, in: transaction)
    }

    /// Gives the instance one input and saves what came of it.
    func advance(
        _ instance: StoredInstance, by input: EngineInput, causedBy: String?, traceparent: String?,
        in transaction: borrowing Transaction
    ) throws -> Bool {
        let reference = InstanceReference(
            id: instance.id, definition: instance.definition, revision: instance.revision)
        let advance = try engine.advance(reference, by: input, at: now) { try transaction.state(of: instance.key) }
        guard advance.accepted else { return false }
        let emissions = try emissions(
            of: advance, process: instance.process, instance: instance.id, after: instance.sequence,
            causedBy: causedBy, traceparent: traceparent ?? instance.traceparent)
        try transaction.update(instance, to: change(by: advance, sequence: emissions.sequence))
        try save(advance, emissions, of: instance.key, in: transaction)
        return true
    }

    /// - Returns: nil where the process does not begin by it: there is no instance then.
    func start(
        _ definition: DefinitionHash, by incoming: IncomingEvent, _ correlations: Correlations,
        in transaction: borrowing Transaction
    ) throws -> InstanceKey? {
        let id = InstanceID(at: now, using: &random)
        var event = incoming.event
        event.correlations = correlations
        let advance = try engine.start(definition, as: id, by: .event(event), at: now)
        guard advance.accepted else { return nil }
        let emissions = try emissions(
            of: advance, process: catalog.process(of: definition), instance: id, after: 0,
            causedBy: incoming.causedBy, traceparent: incoming.traceparent)
        let instance = NewInstance(
            id: id, definition: definition, started: now, causedBy: incoming.causedBy,
            traceparent: incoming.traceparent)
        let key = try transaction.insert(instance, after: change(by: advance, sequence: emissions.sequence)).key
        try save(advance, emissions, of: key, in: transaction)
        return key
    }

    /// Tells instances whose clock has come the time, each on its own.
    func wakeInstances(in transaction: borrowing Transaction, atMost limit: Int) throws {
        for due in try transaction.due(at: now, limit: limit) {
            let unit = WorkUnit(.timer, position: due.instance.number)
            try units.run(unit, in: transaction, about: about(due.instance, in: transaction)) {
                try wakeAlone(due.instance, in: transaction)
            } putAside: { reason in
                try park(unreadable: due.instance, stage: "attempts", reason: reason, in: transaction)
            }
        }
    }

    private func wakeAlone(_ key: InstanceKey, in transaction: borrowing Transaction) throws {
        try alone(in: transaction) {
            // What another threw when its clock came may have ended it, or set its clock again.
            guard let instance = try transaction.instance(key), instance.status == .running,
                let wakeAt = instance.wakeAt, wakeAt <= now
            else { return }
            do {
                try wake(instance, in: transaction)
            } catch let failure as EngineFailure {
                // Its clock would fail again and again.
                try park(instance, reason: failure.description, in: transaction)
            }
            try runSteps(in: transaction)
        } orElse: { reason in
            try park(unreadable: key, reason: reason, in: transaction)
        }
    }

    func wake(_ instance: StoredInstance, in transaction: borrowing Transaction) throws {
        guard try advance(instance, by: .time, causedBy: nil, traceparent: nil, in: transaction) else {
            throw EngineFailure(kind: .state, element: nil, message: "asked for the clock and wants nothing of it")
        }
    }

    /// Runs `body` by itself: where what nobody foresaw (a row that cannot be read) undoes it, `rescue` puts the one
    /// thing aside that it was about.
    func alone(
        in transaction: borrowing Transaction, _ body: () throws -> Void,
        orElse rescue: (_ reason: String) throws -> Void
    ) throws {
        let mark = effects.mark
        do {
            try transaction.savepoint(body)
        } catch let failure as StoreFailure where failure.stopsTheTransaction {
            throw failure
        } catch {
            effects.takeBack(to: mark)
            steps.removeAll(keepingCapacity: true)
            try transaction.savepoint { try rescue("\(error)") }
        }
    }

    private func change(by advance: Advance, sequence: Int) -> InstanceChange {
        if !advance.ended { effects.consider(timer: advance.wakeAt) }
        return InstanceChange(
            state: advance.state, sequence: sequence,
            waits: advance.ended ? [] : advance.waits.flatMap(\.rows),
            wakeAt: advance.ended ? nil : advance.wakeAt, ended: advance.ended ? now : nil)
    }

    private func save(
        _ advance: Advance, _ emissions: Emissions, of instance: InstanceKey, in transaction: borrowing Transaction
    ) throws {
        for publication in emissions.outward {
            try append(publication, lane: .instance(instance), in: transaction)
        }
        for incoming in emissions.inward { steps.append(.receive(incoming)) }
        if !advance.ended && !advance.waits.isEmpty { steps.append(.release(instance)) }
    }

    /// Puts a publication into the outbox.
    /// - Parameter entry: what it was parked under, if a person retries it.
    func append(
        _ publication: Publication, lane: Lane, retrying entry: RetriedEntry? = nil,
        in transaction: borrowing Transaction
    ) throws {
        let position = try transaction.append(
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
