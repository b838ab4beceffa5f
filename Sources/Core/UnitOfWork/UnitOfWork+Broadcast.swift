import EnginePort
import Messages
import SQLiteStore
import StorePort
import Values

/// Signals, errors and escalations: they go to everyone who waits.
extension UnitOfWork {
    /// Gives it to everyone who waits for it, and starts every process it starts. Very many receivers have a record
    /// each and are given it page by page, so that it holds nobody up and a crash in the middle resumes.
    func receiveBroadcast(
        _ incoming: IncomingEvent, _ waiting: [Waiting], _ starting: [DefinitionHash], _ candidates: Candidates,
        in transaction: borrowing Transaction
    ) throws -> Receipt {
        var receipt: Receipt?
        // One that comes after another does not overtake it on its way to somebody.
        if waiting.count > settings.receiversAtOnce || (transaction.isBroadcasting && !waiting.isEmpty) {
            let definitions = candidates.map { ($0.key, CorrelationText.all(of: $0.value.correlations)) }
            let count = try transaction.broadcast(
                incoming, name: incoming.event.matchedBy ?? "", in: definitions)
            if count > 0 { receipt = (.delivered, nil) }
        } else {
            for (instance, candidate) in waiting {
                let unit = units.share(of: UInt64(bitPattern: instance.key.number))
                try units.run(unit, in: transaction, about: about(instance.key, in: transaction)) {
                    let given = try give(incoming, to: instance, candidate.computed, in: transaction)
                    receipt = receipt ?? given
                } putAside: { reason in
                    let outcome = try park(
                        incoming, for: instance.id, stage: "attempts", reason: reason, in: transaction)
                    receipt = receipt ?? (outcome, instance.key)
                }
            }
        }
        for definition in starting {
            try units.run(units.share(of: definition), in: transaction, about: catalog.process(of: definition)) {
                do {
                    let correlations = candidates[definition]?.correlations ?? [:]
                    if let key = try start(definition, by: incoming, correlations, in: transaction) {
                        receipt = receipt ?? (.started, key)
                    }
                } catch let failure as EngineFailure {
                    let outcome = try park(incoming, stage: "engine", reason: failure.description, in: transaction)
                    receipt = receipt ?? (outcome, nil)
                }
            } putAside: { reason in
                let outcome = try park(incoming, stage: "attempts", reason: reason, in: transaction)
                receipt = receipt ?? (outcome, nil)
            }
        }
        return try receipt ?? (hold(incoming, candidates: candidates, in: transaction), nil)
    }

    /// One receiver that cannot take it must not keep it from the others. Nil where it does not wait for it any more.
    private func give(
        _ incoming: IncomingEvent, to instance: StoredInstance, _ correlations: Correlations?,
        in transaction: borrowing Transaction
    ) throws -> Receipt? {
        do {
            guard try deliver(incoming, to: instance, correlations: correlations, in: transaction) else { return nil }
            return (.delivered, instance.key)
        } catch let failure as EngineFailure {
            let outcome = try park(
                incoming, for: instance.id, stage: "engine", reason: failure.description, in: transaction)
            return (outcome, instance.key)
        }
    }

    /// Parks one receiver's share of an event that goes to several.
    @discardableResult
    private func park(
        _ incoming: IncomingEvent, for instance: InstanceID, stage: String, reason: String,
        in transaction: borrowing Transaction
    ) throws -> Outcome {
        var single = incoming
        single.addressee = instance
        return try park(single, stage: stage, reason: reason, in: transaction)
    }

    /// Gives the next receivers what is on its way to very many.
    func broadcast(in transaction: borrowing Transaction, atMost limit: Int) throws {
        guard let row = try transaction.nextBroadcast(receivers: limit) else { return }
        guard let incoming = try read(row, in: transaction) else { return }
        for key in row.receivers {
            let unit = WorkUnit(.receiver, UInt64(bitPattern: row.position), UInt64(bitPattern: key.number))
            try units.run(unit, in: transaction, about: about(key, in: transaction)) {
                try give(incoming, to: key, in: transaction)
            } putAside: { reason in
                guard let instance = try transaction.instanceID(of: key) else { return }
                try park(incoming, for: instance, stage: "attempts", reason: reason, in: transaction)
            }
        }
        try transaction.given(row)
    }

    /// What is on its way to very many; parked as it stands where it cannot be read.
    private func read(_ row: BroadcastRow, in transaction: borrowing Transaction) throws -> IncomingEvent? {
        var incoming: IncomingEvent?
        try units.run(WorkUnit(.broadcast, position: row.position), in: transaction) {
            do {
                incoming = try row.incoming(.byRoute)
            } catch {
                try transaction.park(row, stage: "receiver", reason: "cannot be read: \(error)", at: now)
            }
        } putAside: { reason in
            try transaction.park(row, stage: "attempts", reason: reason, at: now)
        }
        return incoming
    }

    private func give(
        _ incoming: IncomingEvent, to key: InstanceKey, in transaction: borrowing Transaction
    ) throws {
        try alone(in: transaction) {
            guard let instance = try transaction.instance(key), instance.status == .running,
                instance.id != incoming.thrownBy
            else { return }
            let correlations = try candidate(for: incoming, in: instance.definition).computed
            _ = try give(incoming, to: instance, correlations, in: transaction)
            try runSteps(in: transaction)
        } orElse: { reason in
            try park(unreadable: key, input: incoming, reason: reason, in: transaction)
        }
    }
}
