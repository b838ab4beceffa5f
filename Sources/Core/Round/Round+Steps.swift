import EnginePort
import StorePort
import Threads
import Values

/// What the engine is asked, here or elsewhere.
extension Round {
    /// Tries something whose steps may be run elsewhere. False where it is not decided: nothing of it is then, and
    /// `unfinished` says how far it came.
    func attempt(_ unfinished: inout Unfinished?, _ body: () throws -> Void) throws -> Bool {
        let kept = (now: now, host: host, seed: seed, chance: chance, current: current)
        seed = unfinished?.seed ?? random.next()
        if let unfinished { (now, host) = (unfinished.now, unfinished.host) }
        chance = UnitChance(seed: seed)
        current = unfinished
        asked.removeAll(keepingCapacity: true)
        defer { (now, host, seed, chance, current) = kept }
        do {
            try body()
            if unfinished != nil { progress += 1 }
            unfinished = nil
            return true
        } catch let suspension as Suspension {
            let left = unfinished ?? Unfinished(now: now, host: host, seed: seed)
            for (number, step) in asked { left.wait(for: number, step) }
            left.triedAt = progress
            left.retryAt = nil
            if case .later = suspension {
                left.retryAt = kept.now + settings.laterRetry
                left.askAgain()
            }
            unfinished = left
            return false
        }
    }

    /// Lets an event wait while something is not decided that came before it, and that may concern the same instance.
    func follow(_ incoming: IncomingEvent) throws {
        guard !ahead.isEmpty else { return }
        let own = footprint(of: incoming)
        if ahead.contains(where: own.mustFollow) { throw Suspension.behind }
    }

    /// Lets what the process has died in wait while a step is under way of something else that it has died in.
    /// - Parameter unit: what is to begin; else it is what is at hand.
    func takeTurn(_ unit: WorkUnit? = nil) throws {
        if mayGoElsewhere && units.mustWait(with: unit) { throw Suspension.behind }
    }

    /// Runs a step, here if it is light.
    /// - Throws: `Suspension` where it is run elsewhere.
    func answer(to step: Step, state: () throws -> [UInt8]) throws -> Advance {
        do {
            if let answer = current?.answer(to: step) { return try answer.get() }
            // Two steps of one instance at once would make two states of it.
            if busy[step.instance.id] != nil {
                guard mayGoElsewhere else { return try wait(for: step, state) }
                throw Suspension.behind
            }
            if let advance = try engine.attempt(step, state: state) { return advance }
        } catch let failure as EngineFailure where failure.remedy == .later && mayGoElsewhere {
            throw Suspension.later
        }
        guard mayGoElsewhere else { return try wait(for: step, state) }
        try takeTurn()
        number += 1
        let bytes = if case .start = step.input { [UInt8]() } else { try state() }
        wanted.append(NumberedStep(number, step, state: bytes))
        asked.append((number, step))
        busy[step.instance.id] = number
        units.asks(for: number)
        throw Suspension.step
    }

    /// A person waits for it, or a start: it is run elsewhere all the same, and waited for.
    private func wait(for step: Step, _ state: () throws -> [UInt8]) throws -> Advance {
        let bytes = if case .start = step.input { [UInt8]() } else { try state() }
        let answer = try Awaited<Result<Advance, EngineFailure>>()
        units.asks(for: 0)
        defer { units.answered(0) }
        engine.begin([NumberedStep(0, step, state: bytes)]) { answer.set($1) }
        return try answer.get().get()
    }

    /// The engine has answered; the instance may be given something else.
    func noteAnswered(_ number: UInt64) {
        units.answered(number)
        for (instance, known) in busy where known == number { busy[instance] = nil }
        progress += 1
    }
}
