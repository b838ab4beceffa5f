import EnginePort
import Messages
import OrderedCollections
import StorePort
import Values

/// Events nobody waits for yet.
extension Round {
    /// Keeps the event until somebody waits for it, with what it can be found by.
    func hold(
        _ incoming: IncomingEvent, candidates: Candidates
    ) throws -> Outcome {
        // A signal is for who waits now; only messages are kept, and what names its receiver.
        let isKept = incoming.event.kind == .message || incoming.addressee != nil
        if !isKept, incoming.thrown == nil {
            effects.note(.discarded, "nobody waits for it", incoming)
            return .discarded
        }
        guard isKept, incoming.unmatched.hold > .zero, incoming.thrown?.elsewhere != .discarded else {
            return try giveUp(incoming, reason: "nobody waits for it")
        }
        if let outcome = try overflow(
            incoming.route, incoming.origin, reason: "nobody waits for it")
        {
            return outcome
        }
        let expires = now + incoming.unmatched.hold
        try set.hold(
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
    func release(to key: InstanceKey) throws {
        guard set.holdsAny(), let instance = try set.instance(key), instance.status == .running
        else { return }
        var position: Int64? = 0
        // Those that it does not take, such as its own, may fill many pages.
        while let after = position {
            let page = try heldEvents(for: instance, after: after)
            for held in page.rows {
                var isDone = false
                try units.attempt(WorkUnit(.held, position: held.position), in: set, about: held.about) {
                    isDone = try release(held, to: instance)
                    if isDone { set.release(held: held) }
                    // Another may still die of it.
                    return isDone
                } putAside: { reason in
                    try putAside(held, stage: "attempts", reason)
                }
                if isDone { return }
            }
            position = page.next
        }
    }

    /// Whether this one is done with: it was delivered, or has failed in the model.
    private func release(
        _ held: HeldRow, to instance: StoredInstance
    ) throws -> Bool {
        guard let incoming = try readOrPark(held), incoming.thrownBy != instance.id else {
            return false
        }
        do {
            let correlations =
                incoming.addressee == nil
                ? try candidate(for: incoming, in: instance.definition).computed : nil
            // Where it is delivered, `deliver` queues the next look.
            guard try deliver(incoming, to: instance, correlations: correlations) else { return false }
            count(.delivered)
        } catch let failure as EngineFailure where failure.kind == .correlation {
            return false
        } catch let failure as EngineFailure {
            count(try park(incoming, stage: "engine", reason: failure.description))
            // It still waits: the next that is held for it has its turn.
            steps.append(.release(instance.key))
        }
        return true
    }

    /// What was held; parked as it stands where it cannot be read.
    func readOrPark(_ held: HeldRow) throws -> IncomingEvent? {
        do {
            return try held.incoming(.byRoute)
        } catch {
            set.park(held, stage: "held", reason: "cannot be read: \(error)", at: now)
            count(.parked)
            return nil
        }
    }

    /// Held events that one of the instance's subscriptions may match, oldest first, and where to go on after them.
    private func heldEvents(
        for instance: StoredInstance, after position: Int64
    ) throws -> (rows: [HeldRow], next: Int64?) {
        var found: OrderedDictionary<Int64, HeldRow> = [:]
        // Beyond the end of a page that is full there may be older ones than those of another.
        var end = Int64.max
        let limit = settings.heldPage
        for wait in try set.subscriptions(of: instance) {
            // An instance that waits for every event of the name may have those that are correlated, too.
            var keys: [HeldKey] = [.addressee(instance.id)]
            if let correlation = wait.correlation { keys += [.uncorrelated, .correlation(correlation)] }
            let rows = try set.held(
                HeldQuery(
                    kind: wait.kind, name: wait.name, openly: wait.correlation == nil, keys: keys, after: position,
                    limit: limit))
            for row in rows { found[row.position] = row }
            if rows.count == limit, let last = rows.last { end = min(end, last.position) }
        }
        let rows = found.values.filter { $0.position <= end }.sorted { $0.position < $1.position }
        return (rows, end == .max ? nil : end)
    }

    /// At a start: takes up held events of this kind and name that a new process may be started by, oldest first.
    package func reconsider(_ key: EventKey) throws {
        let last = set.keys.held
        var query = HeldQuery(kind: key.kind, name: key.name, openly: true, keys: [], limit: 1)
        while let held = try set.held(query).first, held.position <= last {
            query.after = held.position
            try units.run(WorkUnit(.held, position: held.position), in: set, about: held.about) {
                try reconsider(held)
            } putAside: { reason in
                try putAside(held, stage: "attempts", reason)
            }
            // Very many would fill the memory; each is done with by itself.
            if set.changes.count > 1000 { try commitNow() }
        }
    }

    private func reconsider(_ held: HeldRow) throws {
        try alone {
            guard let incoming = try readOrPark(held) else { return }
            set.release(held: held)
            // Held again under its old deadline where still nobody wants it.
            var again = incoming
            again.unmatched.hold = max(.zero, held.expiresAt - now)
            try receiveOrPark(again)
            try runSteps()
        } orElse: { reason in
            try putAside(held, reason)
        }
    }

    private func putAside(
        _ held: HeldRow, stage: String = "held", _ reason: String
    ) throws {
        set.park(held, stage: stage, reason: reason, at: now)
        count(.parked)
    }

    /// Gives up on an event: what its route says is done with it.
    func giveUp(_ incoming: IncomingEvent, reason: String) throws -> Outcome {
        if let thrown = incoming.thrown { return try giveUp(incoming, thrown, reason: reason) }
        switch (incoming.unmatched.then, incoming.origin) {
        case (.discard, _):
            effects.note(.discarded, reason, incoming)
            return .discarded
        case (.dead, let origin?):
            return try deadLetter(origin, reason: reason, stage: "receiver")
        case (.dead, nil), (.park, _):
            return try park(incoming, stage: "receiver", reason: reason)
        }
    }

    /// What a process threw is dropped only where a route has it, or says so.
    private func giveUp(
        _ incoming: IncomingEvent, _ thrown: Thrown, reason: String
    ) throws -> Outcome {
        guard thrown.elsewhere == .nobody else { return .discarded }
        try park(incoming, stage: "receiver", reason: "no outbound route takes it, and \(reason)")
        return .parked
    }

    /// Ends the held events whose time is up.
    func expire(atMost limit: Int) throws {
        for held in try set.expired(at: now, limit: limit) {
            try units.run(WorkUnit(.expiry, position: held.position), in: set, about: held.about) {
                try expire(held)
            } putAside: { reason in
                try putAside(held, stage: "attempts", reason)
            }
        }
    }

    private func expire(_ held: HeldRow) throws {
        try alone {
            guard let incoming = try readOrPark(held) else { return count(.expired) }
            set.release(held: held)
            let reason = "nobody waited for it within \(incoming.unmatched.hold)"
            let outcome = try giveUp(incoming, reason: reason)
            if incoming.isPublished { return }
            count(.expired)
            count(outcome)
            // From now on it may come again, if it was not parked.
            try settle(incoming, outcome, nil)
        } orElse: { reason in
            try putAside(held, reason)
        }
    }
}
