import Messages
import SQLiteStore
package import StorePort
package import Values

/// What a person decides about parked things, each in a transaction of its own between two rounds.
extension Core {
    /// - Returns: what came of it, or why nothing did; and what the broker is to be told.
    package func decide(
        _ number: Int64, _ decision: ParkedDecision, at now: Timestamp
    ) -> (Result<RetryOutcome, StoreFailure>, CoreEffects) {
        inTransaction(at: now) { try decide(number, decision, in: $0) }
    }

    /// Gives a held event up.
    package func discard(
        held position: Int64, why: String, at now: Timestamp
    ) -> (Result<RetryOutcome, StoreFailure>, CoreEffects) {
        inTransaction(at: now) { try work.discard(held: position, why: why, in: $0) }
    }

    private func inTransaction(
        at now: Timestamp, _ body: (borrowing Transaction) throws -> RetryOutcome
    ) -> (Result<RetryOutcome, StoreFailure>, CoreEffects) {
        var effects = CoreEffects()
        let result: Result<RetryOutcome, StoreFailure>
        do {
            let decided = try store.transaction { transaction in
                work.begin(at: now)
                let outcome = try body(transaction)
                return (
                    outcome: outcome, work: work.takeEffects(), isBroadcasting: transaction.isBroadcasting,
                    kept: keptNow(in: transaction)
                )
            }
            isBroadcasting = decided.isBroadcasting
            committed(decided.work, &effects)
            committed(decided.kept, &effects)
            result = .success(decided.outcome)
        } catch {
            let failure = error as? StoreFailure ?? StoreFailure(.fatal, "\(error)")
            if failure.stopsTheTransaction && failure.kind != .full { effects.fatal = failure }
            result = .failure(failure)
        }
        effects.publish = toPublish
        toPublish.removeAll()
        return (result, effects)
    }

    private func decide(
        _ number: Int64, _ decision: ParkedDecision, in transaction: borrowing Transaction
    ) throws -> RetryOutcome {
        switch decision {
        case .discard(let why): return try work.discardAlone(number, why: why, in: transaction)
        case .retry, .retryAmongAll:
            var result = RetryOutcome.gone
            try units.run(
                WorkUnit(.retry, position: number), in: transaction, about: work.about(parked: number, in: transaction)
            ) {
                try work.alone(in: transaction) {
                    result = try work.retry(number, isChosen: decision == .retry, in: transaction)
                } orElse: { reason in
                    try transaction.retriedInVain(parked: number, reason: reason)
                    result = .parkedAgain(reason: reason)
                }
            } putAside: { reason in
                try transaction.retriedInVain(parked: number, reason: reason)
                result = .parkedAgain(reason: reason)
            }
            try transaction.forgetRequest(parked: number)
            return result
        }
    }

    /// Retries one of the things that a person has asked for while no bridge ran.
    func carryOutRequest(at now: Timestamp, _ effects: inout CoreEffects) {
        guard let request = requested.first else { return }
        let (result, done) = decide(request.number, request.isChosen ? .retry : .retryAmongAll, at: now)
        effects.fatal = done.fatal
        effects.notes += done.notes
        toPublish += done.publish
        // What could not be done (a full disk) stays asked for until the next start.
        requested.removeFirst()
        if case .success(let outcome) = result { effects.notes.append(.init(retried: request.number, outcome)) }
    }
}
