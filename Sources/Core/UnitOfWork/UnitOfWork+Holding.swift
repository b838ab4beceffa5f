import EnginePort
import Messages
import OrderedCollections
package import SQLiteStore
import StorePort
import Values

/// Events nobody waits for yet.
extension UnitOfWork {
    /// Keeps the event until somebody waits for it, with what it can be found by.
    func hold(
        _ incoming: IncomingEvent, candidates: Candidates, in transaction: borrowing Transaction
    ) throws -> Outcome {
        // A signal is for who waits now; only messages are kept, and what names its receiver.
        let isKept = incoming.event.kind == .message || incoming.addressee != nil
        if !isKept, incoming.thrown == nil {
            effects.note(.discarded, "nobody waits for it", incoming)
            return .discarded
        }
        guard isKept, incoming.unmatched.hold > .zero, incoming.thrown?.elsewhere != .discarded else {
            return try giveUp(incoming, reason: "nobody waits for it", in: transaction)
        }
        if let outcome = try overflow(
            incoming.route, incoming.origin, reason: "nobody waits for it", in: transaction)
        {
            return outcome
        }
        let expires = now + incoming.unmatched.hold
        try transaction.hold(
            incoming, name: incoming.event.matchedBy ?? "", keys: heldKeys(of: incoming, candidates), until: expires)
        effects.consider(expiry: expires)
        return .held
    }

    /// What a later subscription can find the event by: its addressee, or its correlations for every definition.
    private func heldKeys(of incoming: IncomingEvent, _ candidates: Candidates) -> [HeldKey] {
        if let instance = incoming.addressee { return [.addressee(instance)] }
        let texts = OrderedSet(candidates.values.flatMap { CorrelationText.all(of: $0.correlations) })
        return texts.isEmpty ? [.uncorrelated] : texts.map { .correlation($0) }
    }

    /// Gives the instance the oldest held event that it waits for now, if there is one.
    func release(to key: InstanceKey, in transaction: borrowing Transaction) throws {
        guard transaction.holdsAny(), let instance = try transaction.instance(key), instance.status == .running
        else { return }
        var position: Int64? = 0
        // Those that it does not take, such as its own, may fill many pages.
        while let after = position {
            let page = try heldEvents(for: instance, after: after, in: transaction)
            for held in page.rows {
                var isDone = false
                try units.attempt(WorkUnit(.held, position: held.position), in: transaction, about: held.about) {
                    isDone = try release(held, to: instance, in: transaction)
                    if isDone { try transaction.release(held: held.position) }
                    // Another may still die of it.
                    return isDone
                } putAside: { reason in
                    try putAside(held, stage: "attempts", reason, in: transaction)
                }
                if isDone { return }
            }
            position = page.next
        }
    }

    /// Whether this one is done with: it was delivered, or has failed in the model.
    private func release(
        _ held: HeldRow, to instance: StoredInstance, in transaction: borrowing Transaction
    ) throws -> Bool {
        guard let incoming = try readOrPark(held, in: transaction), incoming.thrownBy != instance.id else {
            return false
        }
        do {
            let correlations =
                incoming.addressee == nil
                ? try candidate(for: incoming, in: instance.definition).computed : nil
            // Where it is delivered, `deliver` queues the next look.
            guard try deliver(incoming, to: instance, correlations: correlations, in: transaction) else { return false }
            count(.delivered)
        } catch let failure as EngineFailure where failure.kind == .correlation {
            return false
        } catch let failure as EngineFailure {
            count(try park(incoming, stage: "engine", reason: failure.description, in: transaction))
            // It still waits: the next that is held for it has its turn.
            steps.append(.release(instance.key))
        }
        return true
    }

    /// What was held; parked as it stands where it cannot be read.
    func readOrPark(_ held: HeldRow, in transaction: borrowing Transaction) throws -> IncomingEvent? {
        do {
            return try held.incoming(.byRoute)
        } catch {
            try transaction.park(held, stage: "held", reason: "cannot be read: \(error)", at: now)
            count(.parked)
            return nil
        }
    }

    /// Held events that one of the instance's subscriptions may match, oldest first, and where to go on after them.
    private func heldEvents(
        for instance: StoredInstance, after position: Int64, in transaction: borrowing Transaction
    ) throws -> (rows: [HeldRow], next: Int64?) {
        var found: OrderedDictionary<Int64, HeldRow> = [:]
        // Beyond the end of a page that is full there may be older ones than those of another.
        var end = Int64.max
        let limit = settings.heldPage
        for wait in try transaction.subscriptions(of: instance) {
            var keys: [HeldKey] = [.addressee(instance.id), .uncorrelated]
            if let correlation = wait.correlation { keys.append(.correlation(correlation)) }
            let rows =
                wait.correlation == nil
                ? try transaction.held(wait.kind, name: wait.name, for: instance.id, after: position, limit: limit)
                : try transaction.held(wait.kind, name: wait.name, keys: keys, after: position, limit: limit)
            for row in rows { found[row.position] = row }
            if rows.count == limit, let last = rows.last { end = min(end, last.position) }
        }
        let rows = found.values.filter { $0.position <= end }.sorted { $0.position < $1.position }
        return (rows, end == .max ? nil : end)
    }

    /// At a start: takes up held events of this kind and name that a new process may be started by, oldest first.
    package func reconsider(_ key: EventKey, in transaction: borrowing Transaction) throws {
        let last = try transaction.lastHeld()
        var position: Int64 = 0
        while let held = try transaction.held(key.kind, name: key.name, for: nil, after: position, limit: 1).first,
            held.position <= last
        {
            position = held.position
            try units.run(WorkUnit(.held, position: held.position), in: transaction, about: held.about) {
                try reconsider(held, in: transaction)
            } putAside: { reason in
                try putAside(held, stage: "attempts", reason, in: transaction)
            }
            // The start reads everything from the store afterwards; the effects of very many would fill the memory.
            _ = takeEffects()
        }
    }

    private func reconsider(_ held: HeldRow, in transaction: borrowing Transaction) throws {
        try alone(in: transaction) {
            guard let incoming = try readOrPark(held, in: transaction) else { return }
            try transaction.release(held: held.position)
            // Held again under its old deadline where still nobody wants it.
            var again = incoming
            again.unmatched.hold = max(.zero, held.expiresAt - now)
            try receiveOrPark(again, in: transaction)
            try runSteps(in: transaction)
        } orElse: { reason in
            try putAside(held, reason, in: transaction)
        }
    }

    private func putAside(
        _ held: HeldRow, stage: String = "held", _ reason: String, in transaction: borrowing Transaction
    ) throws {
        try transaction.park(held, stage: stage, reason: reason, at: now)
        count(.parked)
    }

    /// Gives up on an event: what its route says is done with it.
    func giveUp(_ incoming: IncomingEvent, reason: String, in transaction: borrowing Transaction) throws -> Outcome {
        if let thrown = incoming.thrown { return try giveUp(incoming, thrown, reason: reason, in: transaction) }
        switch (incoming.unmatched.then, incoming.origin) {
        case (.discard, _):
            effects.note(.discarded, reason, incoming)
            return .discarded
        case (.dead, let origin?):
            return try deadLetter(origin, reason: reason, stage: "receiver", in: transaction)
        case (.dead, nil), (.park, _):
            return try park(incoming, stage: "receiver", reason: reason, in: transaction)
        }
    }

    /// What a process threw is dropped only where a route has it, or says so.
    private func giveUp(
        _ incoming: IncomingEvent, _ thrown: Thrown, reason: String, in transaction: borrowing Transaction
    ) throws -> Outcome {
        guard thrown.elsewhere == .nobody else { return .discarded }
        try park(incoming, stage: "receiver", reason: "no outbound route takes it, and \(reason)", in: transaction)
        return .parked
    }

    /// Ends the held events whose time is up.
    func expire(in transaction: borrowing Transaction, atMost limit: Int) throws {
        for held in try transaction.expired(at: now, limit: limit) {
            try units.run(WorkUnit(.expiry, position: held.position), in: transaction, about: held.about) {
                try expire(held, in: transaction)
            } putAside: { reason in
                try putAside(held, stage: "attempts", reason, in: transaction)
            }
        }
    }

    private func expire(_ held: HeldRow, in transaction: borrowing Transaction) throws {
        try alone(in: transaction) {
            guard let incoming = try readOrPark(held, in: transaction) else { return count(.expired) }
            try transaction.release(held: held.position)
            let reason = "nobody waited for it within \(incoming.unmatched.hold)"
            let outcome = try giveUp(incoming, reason: reason, in: transaction)
            if incoming.isPublished { return }
            count(.expired)
            count(outcome)
            // From now on it may come again, if it was not parked.
            try settle(incoming, outcome, nil, in: transaction)
        } orElse: { reason in
            try putAside(held, reason, in: transaction)
        }
    }
}
