import EnginePort
import Journal
import Messages
import StorePort
import Values

/// Parked things a person has decided about: the same work again, or given up.
extension Round {
    /// Does the same work again, whatever the ids say: it is not a duplicate of itself. It parks again under its old
    /// number if it fails again.
    /// - Throws: `StoreFailure`; nothing has changed then.
    /// - Parameter isChosen: a person named it by its number; else what needs a choice stays as it is.
    package func retry(
        _ number: Int64, isChosen: Bool = true
    ) throws -> RetryOutcome {
        guard let row = try set.parked(number: number) else { return .gone }
        if !isChosen, let reason = try choice(about: row) { return .needsChoice(reason: reason) }
        let parked: Parked
        do {
            parked = try row.parked(.byRoute)
        } catch {
            let reason = "cannot be read: \(error)"
            try set.retriedInVain(parked: number, reason: reason)
            return .parkedAgain(reason: reason)
        }
        set.release(parked: row)
        retried = RetriedEntry(number: number, attempts: row.attempts &+ 1, key: row.key)
        isRetrying = true
        translated = nil
        let outcome = try retry(parked.content)
        let reason = retried == nil ? effects.notes.last?.reason : nil
        retried = nil
        isRetrying = false
        if reason == nil { try settleOtherBodies(of: row, outcome) }
        try runSteps()
        return reason.map { .parkedAgain(reason: $0) } ?? outcome
    }

    /// Why only a person can say whether this is to be done.
    private func choice(about row: ParkedRow) throws -> String? {
        let others = try set.otherBodies(of: row).map(\.number)
        if !others.isEmpty {
            let numbers = ([row.number] + others).sorted().map(String.init).joined(separator: ", ")
            return "one message with several bodies, \(numbers): retry the one that is right by its number"
        }
        guard let key = row.key, let record = try set.otherApplied(key) else { return nil }
        return "the same message with another payload \(record.words): retry it by its number, or discard it"
    }

    /// One message is applied once: of its bodies the one that a person chose.
    private func settleOtherBodies(
        of row: ParkedRow, _ outcome: RetryOutcome
    ) throws {
        guard case .applied(let applied) = outcome, applied.kept.isEffect else { return }
        for other in try set.otherBodies(of: row, limit: .max) {
            let reason = "another body of the same message was retried in its place: parked \(row.number)"
            // A person has decided about this one, too: whoever asks for its number learns why it is gone.
            let content = try? other.parked(.byRoute).content
            set.giveUp(
                other, why: reason, subject: try subject(of: other, content), at: now)
            if let key = other.key { try set.amend(key, outcome: .discarded, instance: nil) }
            effects.note(.discarded, reason, parked: other.number)
            count(.discarded)
        }
    }

    private func retry(_ content: ParkedContent) throws -> RetryOutcome {
        switch content {
        case .event(let incoming):
            if let outcome = try retry(thrown: incoming) { return outcome }
            let receipt = try receiveOrDeadLetter(incoming, incoming.origin)
            try settle(incoming, receipt.outcome, receipt.instance)
            count(receipt.outcome)
            return .applied(receipt.outcome)
        case .delivery(let kept):
            let key = retried?.key
            if kept.isUndecoded { units.forget(WorkUnit(decoding: kept.propertyList), in: set) }
            let outcome = try take(kept.decoded().delivery)
            // It may have become another event than it was.
            if let key { try set.amend(key, outcome: outcome.kept, instance: nil) }
            count(outcome)
            return .applied(outcome)
        case .publication(let publication, let lane):
            units.forget(WorkUnit(publication), in: set)
            append(publication, lane: lane, retrying: retried)
            return .published
        case .instance(let key, let input): return try resume(key, input)
        }
    }

    /// Lets a parked instance run again, and gives it what it had failed at.
    private func resume(
        _ key: InstanceKey, _ input: IncomingEvent?
    ) throws -> RetryOutcome {
        guard let parked = try set.instance(key), parked.status == .parked else { return .gone }
        let instance = try set.unpark(parked)
        effects.consider(timer: instance.wakeAt)
        // What came for it meanwhile is held.
        steps.append(.release(key))
        do {
            if let input {
                _ = try advance(
                    instance, by: .event(input.event, addressed: true), causedBy: input.causedBy,
                    traceparent: input.traceparent)
            } else if let wakeAt = instance.wakeAt, wakeAt <= now {
                try wake(instance)
            }
        } catch let failure as EngineFailure {
            try park(instance, input: input, reason: failure.description)
        }
        return .resumed(try set.instance(key)?.status ?? .completed)
    }

    /// Gives a parked thing up, as a person asked. An instance ends where it stands.
    package func discard(_ number: Int64, why: String) throws -> RetryOutcome {
        guard let row = try set.parked(number: number) else { return .gone }
        // Also what cannot be read can be given up.
        let content = try? row.parked(.byRoute).content
        if let key = row.key { try set.amend(key, outcome: .discarded, instance: nil) }
        switch content {
        case .event(let incoming): effects.note(.discarded, why, incoming)
        case .delivery(let kept): effects.note(.discarded, why, kept)
        case .publication(let publication, _): effects.note(.discarded, why, publication)
        case .instance, nil: effects.note(.discarded, why, parked: number)
        }
        effects.decided(about: number)
        set.giveUp(row, why: why, subject: try subject(of: row, content), at: now)
        if row.kind == .instance, let key = row.instance { try end(key, why: why) }
        count(.discarded)
        return .discarded
    }
}
