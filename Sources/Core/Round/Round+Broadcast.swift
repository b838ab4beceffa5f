import EnginePort
import Messages
import StorePort
import Values

/// Signals, errors and escalations: they go to everyone who waits.
extension Round {
    /// Gives it to everyone who waits for it, and starts every process it starts. Very many receivers have a record
    /// each and are given it page by page, so that it holds nobody up and a crash in the middle resumes.
    func receiveBroadcast(
        _ incoming: IncomingEvent, _ receivers: Receivers, _ starting: [DefinitionHash], _ candidates: Candidates
    ) throws -> Receipt {
        var receipt: Receipt?
        var suspension: Suspension?
        // One that comes after another does not overtake it on its way to somebody.
        if receivers.count > settings.receiversAtOnce || (set.isBroadcasting && receivers.count > 0) {
            let definitions = candidates.map { ($0.key, CorrelationText.all(of: $0.value.correlations)) }
            set.broadcast(incoming, name: incoming.event.matchedBy ?? "", in: definitions)
            receipt = (.delivered, nil)
        } else {
            for (key, reason) in receivers.damaged {
                try park(unreadable: key, input: incoming, reason: reason)
                receipt = (.parked, key)
            }
            for (instance, candidate) in receivers.waiting {
                let unit = units.share(of: UInt64(bitPattern: instance.key.number))
                try share(unit, about(instance.key), &suspension) {
                    let given = try give(incoming, to: instance, candidate.computed)
                    receipt = receipt ?? given
                } putAside: { reason in
                    let outcome = try park(incoming, for: instance.id, stage: "attempts", reason: reason)
                    receipt = receipt ?? (outcome, instance.key)
                }
            }
        }
        for definition in starting {
            try share(units.share(of: definition), catalog.process(of: definition), &suspension) {
                do {
                    let correlations = candidates[definition]?.correlations ?? [:]
                    if let key = try start(definition, by: incoming, correlations) {
                        receipt = receipt ?? (.started, key)
                    }
                } catch let failure as EngineFailure {
                    let outcome = try park(incoming, stage: "engine", reason: failure.description)
                    receipt = receipt ?? (outcome, nil)
                }
            } putAside: { reason in
                let outcome = try park(incoming, stage: "attempts", reason: reason)
                receipt = receipt ?? (outcome, nil)
            }
        }
        if let suspension { throw suspension }
        return try receipt ?? (hold(incoming, candidates: candidates), nil)
    }

    /// Does one receiver's part of something. Where it has to wait, the steps of the others are asked for, too: nothing of it
    /// is decided until all are answered.
    private func share(
        _ unit: WorkUnit, _ about: @autoclosure () -> String, _ suspension: inout Suspension?,
        _ body: () throws -> Void,
        putAside: (Units.Reason) throws -> Void
    ) throws {
        // Each with a chance of its own, whatever the ones before it ask for.
        chance = UnitChance(seed: seed &+ unit.first &+ unit.second)
        do {
            try units.run(unit, in: set, about: about(), body, putAside: putAside)
        } catch let other as Suspension {
            suspension = other
        }
    }

    /// One receiver that cannot take it must not keep it from the others. Nil where it does not wait for it any more.
    private func give(
        _ incoming: IncomingEvent, to instance: StoredInstance, _ correlations: Correlations?
    ) throws -> Receipt? {
        do {
            guard try deliver(incoming, to: instance, correlations: correlations) else { return nil }
            return (.delivered, instance.key)
        } catch let failure as EngineFailure {
            let outcome = try park(
                incoming, for: instance.id, stage: "engine", reason: failure.description)
            return (outcome, instance.key)
        }
    }

    /// Parks one receiver's share of an event that goes to several.
    @discardableResult
    private func park(
        _ incoming: IncomingEvent, for instance: InstanceID, stage: String, reason: String
    ) throws -> Outcome {
        var single = incoming
        single.addressee = instance
        return try park(single, stage: stage, reason: reason)
    }

    /// Gives the next receivers what is on its way to very many.
    func broadcast(_ unfinished: inout Unfinished?, atMost limit: Int) throws {
        guard let row = try set.nextBroadcast(receivers: limit) else { return }
        _ = try attempt(&unfinished) {
            let mark = (set: set.mark, effects: effects.mark)
            do {
                try give(row)
            } catch let suspension as Suspension {
                // All of the page or nothing: its steps are run at the same time, and then it is given once more.
                for changed in set.takeBack(to: mark.set) { engine.forget(changed) }
                effects.takeBack(to: mark.effects)
                throw suspension
            }
        }
    }

    private func give(_ row: BroadcastRow) throws {
        guard let incoming = try read(row) else { return }
        var suspension: Suspension?
        for key in row.receivers {
            let unit = WorkUnit(.receiver, UInt64(bitPattern: row.position), UInt64(bitPattern: key.number))
            try share(unit, about(key), &suspension) {
                try give(incoming, to: key)
            } putAside: { reason in
                guard let instance = try set.instanceID(of: key) else { return }
                try park(incoming, for: instance, stage: "attempts", reason: reason)
            }
        }
        if let suspension { throw suspension }
        set.given(row)
    }

    /// What is on its way to very many; parked as it stands where it cannot be read.
    private func read(_ row: BroadcastRow) throws -> IncomingEvent? {
        var incoming: IncomingEvent?
        try units.run(WorkUnit(.broadcast, position: row.position), in: set) {
            do {
                incoming = try row.incoming(.byRoute)
            } catch {
                set.park(row, stage: "receiver", reason: "cannot be read: \(error)", at: now)
            }
        } putAside: { reason in
            set.park(row, stage: "attempts", reason: reason, at: now)
        }
        return incoming
    }

    private func give(
        _ incoming: IncomingEvent, to key: InstanceKey
    ) throws {
        try alone {
            guard let instance = try set.instance(key), instance.status == .running,
                instance.id != incoming.thrownBy
            else { return }
            let correlations = try candidate(for: incoming, in: instance.definition).computed
            _ = try give(incoming, to: instance, correlations)
            try runSteps()
        } orElse: { reason in
            try park(unreadable: key, input: incoming, reason: reason)
        }
    }
}
