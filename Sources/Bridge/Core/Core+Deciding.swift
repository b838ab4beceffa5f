package import Events
package import Store

/// What a person decides about parked things, each in a transaction of its own between two rounds.
extension Core {
    /// - Returns: what came of it, or why nothing did; and what the broker is to be told.
    package func decide(
        _ number: Int64, _ decision: ParkedDecision, at now: Timestamp
    ) -> (Result<Retrial, StoreFailure>, CoreEffects) {
        var effects = CoreEffects()
        let result: Result<Retrial, StoreFailure>
        do {
            let decided = try store.transaction { transaction in
                work.begin(at: now)
                let retrial = try decide(number, decision, in: transaction)
                return (
                    retrial: retrial, work: work.takeEffects(), isBroadcasting: transaction.isBroadcasting,
                    kept: keptNow(in: transaction)
                )
            }
            isBroadcasting = decided.isBroadcasting
            committed(decided.work, &effects)
            committed(decided.kept, &effects)
            result = .success(decided.retrial)
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
    ) throws -> Retrial {
        switch decision {
        case .discard(let why): return try work.discard(number, why: why, in: transaction)
        case .retry, .retryAmongAll:
            var result = Retrial.gone
            try work.alone(in: transaction) {
                result = try work.retry(number, isChosen: decision == .retry, in: transaction)
            } orElse: { reason in
                try transaction.retriedInVain(parked: number, reason: reason)
                result = .parkedAgain(reason: reason)
            }
            return result
        }
    }
}
