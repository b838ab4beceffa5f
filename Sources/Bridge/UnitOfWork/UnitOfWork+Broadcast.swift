import Engine
import Events
import Store

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
                let given = try give(incoming, to: instance, candidate.computed, in: transaction)
                receipt = receipt ?? given
            }
        }
        for definition in starting {
            do {
                let correlations = candidates[definition]?.correlations ?? [:]
                guard let key = try start(definition, by: incoming, correlations, in: transaction) else { continue }
                receipt = receipt ?? (.started, key)
            } catch let failure as EngineFailure {
                let outcome = try park(incoming, stage: "engine", reason: failure.description, in: transaction)
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
            var single = incoming
            single.addressee = instance.id
            let outcome = try park(single, stage: "engine", reason: failure.description, in: transaction)
            return (outcome, instance.key)
        }
    }

    /// Gives the next receivers what is on its way to very many.
    func broadcast(in transaction: borrowing Transaction, atMost limit: Int) throws {
        guard let row = try transaction.nextBroadcast(receivers: limit) else { return }
        let incoming: IncomingEvent
        do {
            incoming = try row.incoming(.byRoute)
        } catch {
            return try transaction.park(row, stage: "receiver", reason: "cannot be read: \(error)", at: now)
        }
        for key in row.receivers {
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
        try transaction.given(row)
    }
}
