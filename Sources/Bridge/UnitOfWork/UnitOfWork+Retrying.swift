import Engine
import Events
package import Store

/// Parked things a person has decided about: the same work again, or given up.
extension UnitOfWork {
    /// Does the same unit of work again, whatever the ids say: it is no duplicate of itself. It parks again under its
    /// old number where it fails again.
    /// - Throws: `StoreFailure`; nothing has changed then.
    package func retry(_ number: Int64, in transaction: borrowing Transaction) throws -> Retrial {
        guard let row = try transaction.parked(number: number) else { return .gone }
        let parked: Parked
        do {
            parked = try row.parked(.byRoute)
        } catch {
            let reason = "cannot be read: \(error)"
            try transaction.retriedInVain(parked: number, reason: reason)
            return .parkedAgain(reason: reason)
        }
        try transaction.release(parked: number)
        again = Again(number: number, attempts: row.attempts &+ 1)
        isRetrying = true
        let outcome = try retry(parked.content, in: transaction)
        let reason = again == nil ? effects.notes.last?.reason : nil
        again = nil
        isRetrying = false
        try runSteps(in: transaction)
        return reason.map { .parkedAgain(reason: $0) } ?? outcome
    }

    private func retry(_ content: ParkedContent, in transaction: borrowing Transaction) throws -> Retrial {
        switch content {
        case .event(let incoming):
            if let retrial = try retry(thrown: incoming, in: transaction) { return retrial }
            let receipt = try receiveOrBury(incoming, incoming.origin, in: transaction)
            if let origin = incoming.origin {
                try amend(incoming.causedBy, of: origin, receipt.outcome, receipt.instance, in: transaction)
            }
            count(receipt.outcome)
            return .applied(receipt.outcome)
        case .delivery(let kept):
            let outcome = try take(kept.delivery, in: transaction)
            count(outcome)
            return .applied(outcome)
        case .publication(let publication, let lane):
            try append(publication, lane: lane, in: transaction)
            return .published
        case .instance(let key, let input): return try resume(key, input, in: transaction)
        }
    }

    /// Lets a parked instance run again, and gives it what it had failed at.
    private func resume(
        _ key: InstanceKey, _ input: Event?, in transaction: borrowing Transaction
    ) throws -> Retrial {
        guard let parked = try transaction.instance(key), parked.status == .parked else { return .gone }
        let instance = try transaction.unpark(parked)
        effects.consider(timer: instance.wakeAt)
        // What came for it meanwhile is held.
        steps.append(.release(key))
        do {
            if let input {
                _ = try advance(
                    instance, by: .event(input, addressed: true), causedBy: nil, traceparent: nil, in: transaction)
            } else if let wakeAt = instance.wakeAt, wakeAt <= now {
                try wake(instance, in: transaction)
            }
        } catch let failure as EngineFailure {
            try park(instance, input: input, reason: failure.description, in: transaction)
        }
        return .resumed(try transaction.instance(key)?.status ?? .completed)
    }

    /// Gives a parked thing up, as a person asked. An instance ends where it stands.
    package func discard(_ number: Int64, why: String, in transaction: borrowing Transaction) throws -> Retrial {
        guard let row = try transaction.parked(number: number) else { return .gone }
        // Also what cannot be read can be given up.
        let content = try? row.parked(.byRoute).content
        try transaction.release(parked: number)
        switch content {
        case .event(let incoming):
            if let origin = incoming.origin {
                try amend(incoming.causedBy, of: origin, .discarded, nil, in: transaction)
            }
            effects.note(.discarded, why, incoming)
        case .delivery(let kept):
            try amend(kept.properties.messageID, of: kept, .discarded, nil, in: transaction)
            effects.note(.discarded, why, kept)
        case .publication(let publication, _): effects.note(.discarded, why, publication)
        case .instance, nil: effects.note(.discarded, why, parked: number)
        }
        if row.kind == .instance, let key = row.instance {
            _ = try transaction.end(parked: key, reason: why, at: now)
        }
        count(.discarded)
        return .discarded
    }

    /// What became of a message that is known is something else now.
    func amend(
        _ id: String?, of delivery: KeptDelivery, _ outcome: Outcome, _ instance: InstanceKey?,
        in transaction: borrowing Transaction
    ) throws {
        guard let id else { return }
        let hash = bodyHash(delivery.body)
        if try transaction.amend(
            id: id, source: delivery.queue, bodyHash: hash, outcome: outcome, instance: instance)
        {
            return
        }
        try transaction.remember(
            id: id, source: delivery.queue, bodyHash: hash, outcome: outcome, instance: instance, at: now)
    }
}
