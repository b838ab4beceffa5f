import EnginePort
import Journal
import Messages
package import SQLiteStore
import StorePort
import Values

/// Parked things a person has decided about: the same work again, or given up.
extension UnitOfWork {
    /// Does the same unit of work again, whatever the ids say: it is no duplicate of itself. It parks again under its
    /// old number where it fails again.
    /// - Throws: `StoreFailure`; nothing has changed then.
    /// - Parameter isChosen: a person named it by its number; else what needs a choice stays as it is.
    package func retry(
        _ number: Int64, isChosen: Bool = true, in transaction: borrowing Transaction
    ) throws -> RetryOutcome {
        guard let row = try transaction.parked(number: number) else { return .gone }
        if !isChosen, let reason = try choice(about: row, in: transaction) { return .needsChoice(reason: reason) }
        let parked: Parked
        do {
            parked = try row.parked(.byRoute)
        } catch {
            let reason = "cannot be read: \(error)"
            try transaction.retriedInVain(parked: number, reason: reason)
            return .parkedAgain(reason: reason)
        }
        try transaction.release(parked: number)
        retried = RetriedEntry(number: number, attempts: row.attempts &+ 1, key: row.key)
        isRetrying = true
        let outcome = try retry(parked.content, in: transaction)
        let reason = retried == nil ? effects.notes.last?.reason : nil
        retried = nil
        isRetrying = false
        if reason == nil { try settleOtherBodies(of: row, outcome, in: transaction) }
        try runSteps(in: transaction)
        return reason.map { .parkedAgain(reason: $0) } ?? outcome
    }

    /// Why only a person can say whether this is to be done.
    private func choice(about row: ParkedRow, in transaction: borrowing Transaction) throws -> String? {
        let others = try transaction.otherBodies(of: row).map(\.number)
        if !others.isEmpty {
            let numbers = ([row.number] + others).sorted().map(String.init).joined(separator: ", ")
            return "one message with several bodies, \(numbers): retry the one that is right by its number"
        }
        guard let key = row.key, let record = try transaction.otherApplied(key) else { return nil }
        return "the same message with another payload \(record.words): retry it by its number, or discard it"
    }

    /// One message is applied once: of its bodies the one that a person chose.
    private func settleOtherBodies(
        of row: ParkedRow, _ outcome: RetryOutcome, in transaction: borrowing Transaction
    ) throws {
        guard case .applied(let applied) = outcome, applied.kept.isEffect else { return }
        for other in try transaction.otherBodies(of: row, limit: .max) {
            let reason = "another body of the same message was retried in its place: parked \(row.number)"
            // A person has decided about this one, too: whoever asks for its number learns why it is gone.
            let content = try? other.parked(.byRoute).content
            try transaction.giveUp(
                other, why: reason, subject: try subject(of: other, content, in: transaction), at: now)
            if let key = other.key { try transaction.amend(key, outcome: .discarded, instance: nil) }
            effects.note(.discarded, reason, parked: other.number)
            count(.discarded)
        }
    }

    private func retry(_ content: ParkedContent, in transaction: borrowing Transaction) throws -> RetryOutcome {
        switch content {
        case .event(let incoming):
            if let outcome = try retry(thrown: incoming, in: transaction) { return outcome }
            let receipt = try receiveOrDeadLetter(incoming, incoming.origin, in: transaction)
            try settle(incoming, receipt.outcome, receipt.instance, in: transaction)
            count(receipt.outcome)
            return .applied(receipt.outcome)
        case .delivery(let kept):
            let key = retried?.key
            if kept.isUndecoded { try units.forget(WorkUnit(decoding: kept.propertyList), in: transaction) }
            let outcome = try take(kept.decoded().delivery, in: transaction)
            // It may have become another event than it was.
            if let key { try transaction.amend(key, outcome: outcome.kept, instance: nil) }
            count(outcome)
            return .applied(outcome)
        case .publication(let publication, let lane):
            try units.forget(WorkUnit(publication), in: transaction)
            try append(publication, lane: lane, retrying: retried, in: transaction)
            return .published
        case .instance(let key, let input): return try resume(key, input, in: transaction)
        }
    }

    /// Lets a parked instance run again, and gives it what it had failed at.
    private func resume(
        _ key: InstanceKey, _ input: IncomingEvent?, in transaction: borrowing Transaction
    ) throws -> RetryOutcome {
        guard let parked = try transaction.instance(key), parked.status == .parked else { return .gone }
        let instance = try transaction.unpark(parked)
        effects.consider(timer: instance.wakeAt)
        // What came for it meanwhile is held.
        steps.append(.release(key))
        do {
            if let input {
                _ = try advance(
                    instance, by: .event(input.event, addressed: true), causedBy: input.causedBy,
                    traceparent: input.traceparent, in: transaction)
            } else if let wakeAt = instance.wakeAt, wakeAt <= now {
                try wake(instance, in: transaction)
            }
        } catch let failure as EngineFailure {
            try park(instance, input: input, reason: failure.description, in: transaction)
        }
        return .resumed(try transaction.instance(key)?.status ?? .completed)
    }

    /// Gives a parked thing up, as a person asked. An instance ends where it stands.
    package func discard(_ number: Int64, why: String, in transaction: borrowing Transaction) throws -> RetryOutcome {
        guard let row = try transaction.parked(number: number) else { return .gone }
        // Also what cannot be read can be given up.
        let content = try? row.parked(.byRoute).content
        if let key = row.key { try transaction.amend(key, outcome: .discarded, instance: nil) }
        switch content {
        case .event(let incoming): effects.note(.discarded, why, incoming)
        case .delivery(let kept): effects.note(.discarded, why, kept)
        case .publication(let publication, _): effects.note(.discarded, why, publication)
        case .instance, nil: effects.note(.discarded, why, parked: number)
        }
        effects.decided(about: number)
        try transaction.giveUp(row, why: why, subject: try subject(of: row, content, in: transaction), at: now)
        if row.kind == .instance, let key = row.instance { try end(key, why: why, in: transaction) }
        count(.discarded)
        return .discarded
    }
}
