import Messages
package import StorePort
package import Values

/// What a person decides about parked things, each decided and committed by itself between two rounds.
extension Core {
    /// - Returns: what came of it, or why nothing did; and what the broker is to be told.
    package func decide(
        _ number: Int64, _ decision: ParkedDecision, at now: Timestamp
    ) -> (Result<RetryOutcome, StoreFailure>, CoreEffects) {
        alone(at: now) { try decideAlone(number, decision) }
    }

    /// Gives a held event up.
    package func discard(
        held position: Int64, why: String, at now: Timestamp
    ) -> (Result<RetryOutcome, StoreFailure>, CoreEffects) {
        alone(at: now) { try work.discard(held: position, why: why) }
    }

    private func alone(
        at now: Timestamp, _ body: () throws -> RetryOutcome
    ) -> (Result<RetryOutcome, StoreFailure>, CoreEffects) {
        var effects = CoreEffects()
        var result = committed(at: now, body, &effects)
        var tries = 1
        // Decided again from what is there now.
        while case .failure(let failure) = result, failure.kind == .stale, tries < settings.staleAtOnce {
            result = committed(at: now, body, &effects)
            tries += 1
        }
        if case .failure(let failure) = result, failure.isEnd { effects.fatal = failure }
        effects.publish = toPublish
        toPublish.removeAll()
        return (result, effects)
    }

    private func committed(
        at now: Timestamp, _ body: () throws -> RetryOutcome, _ effects: inout CoreEffects
    ) -> Result<RetryOutcome, StoreFailure> {
        do {
            try work.begin(at: now)
            let outcome = try body()
            let decided = work.takeEffects()
            try commit(decided) {
                isBroadcasting = work.set.isBroadcasting
                committed(decided, &effects)
                try committedKept(&effects)
            }
            return .success(outcome)
        } catch {
            return .failure(error as? StoreFailure ?? StoreFailure(.fatal, "\(error)"))
        }
    }

    private func decideAlone(
        _ number: Int64, _ decision: ParkedDecision
    ) throws -> RetryOutcome {
        switch decision {
        case .discard(let why): return try work.discardAlone(number, why: why)
        case .retry, .retryAmongAll:
            var result = RetryOutcome.gone
            try units.run(
                WorkUnit(.retry, position: number), in: work.set, about: work.about(parked: number)
            ) {
                try work.alone {
                    result = try work.retry(number, isChosen: decision == .retry)
                } orElse: { reason in
                    try work.set.retriedInVain(parked: number, reason: reason)
                    result = .parkedAgain(reason: reason)
                }
            } putAside: { reason in
                try work.set.retriedInVain(parked: number, reason: reason)
                result = .parkedAgain(reason: reason)
            }
            work.set.append(.forgetRequest(parked: number))
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
