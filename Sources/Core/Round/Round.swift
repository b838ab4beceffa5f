import DequeModule
package import EnginePort
import Messages
import Routing
package import StorePort
package import Values

/// Decides what becomes of deliveries and of what follows from them: dedupe → decode → route → find the receiver →
/// `send_event` → run to rest → `get_events`. What it decides are changes in the working set, which are committed later as
/// one; nothing is computed while they are written. It decides nothing about the broker.
package final class Round {
    /// What is to be done once the event at hand is applied.
    enum FollowUp {
        case receive(IncomingEvent)
        /// This instance waits for something new: what is held for it?
        case release(InstanceKey)
    }

    package let engine: any StateEngine
    let routes: Routes
    let settings: RoundSettings
    package let units: Units
    package let set: WorkingSet
    var catalog: ProcessCatalog
    package var now = Timestamp(microseconds: 0)
    var random: any RandomNumberGenerator & Sendable
    /// The chance of the unit at hand, and where it began.
    var seed: UInt64 = 0
    var chance = UnitChance(seed: 0)
    /// The time and the chance that routes are told in this round.
    var host = RouteHost(now: Timestamp(microseconds: 0), seed: 0)

    /// Whether steps may be run elsewhere; else they are waited for.
    var mayGoElsewhere = false
    /// What the unit at hand had come to before.
    var current: Unfinished?
    /// Steps that the unit at hand has asked for, and that are run elsewhere.
    var asked: [(number: UInt64, step: Step)] = []
    /// Those that are to be begun.
    var wanted: [NumberedStep] = []
    var number: UInt64 = 0
    /// Instances for which a step is under way elsewhere.
    var busy: [InstanceID: UInt64] = [:]
    /// Counts what has come about since something had to wait: an answer, or a decision.
    var progress = 0
    /// What came before, and is not decided.
    var ahead: [Footprint] = []
    /// What the delivery at hand was translated to before, and what it may concern, if it has to wait.
    var translated: InboundEvent?
    var footprint: Footprint?

    /// What the round has decided so far; `begin` empties it, the caller takes it after the commit.
    package internal(set) var effects = RoundEffects()
    var steps = Deque<FollowUp>()
    /// While a person's retry runs: the parked entry that is restored if it fails again.
    var retried: RetriedEntry?
    /// A person retries the event at hand: it is not looked for among the known messages, as it would be its own duplicate.
    var isRetrying = false
    /// Under which number something was parked last.
    var lastParked: Int64?
    /// The delivery at hand is a dead letter already, and comes by the broker's own doing: a second one is not made.
    var isDeadLetter = false

    package init(
        _ set: WorkingSet, engine: any StateEngine, routes: Routes, catalog: ProcessCatalog,
        settings: RoundSettings = RoundSettings(), units: Units = Units(),
        random: any RandomNumberGenerator & Sendable = BufferedRandom()
    ) {
        self.set = set
        self.engine = engine
        self.routes = routes
        self.catalog = catalog
        self.settings = settings
        self.units = units
        self.random = random
    }

    /// A new round begins.
    package func begin(at now: Timestamp) throws(StoreFailure) {
        try set.begin()
        self.now = now
        host = RouteHost(now: now, seed: random.next())
        effects = RoundEffects()
        steps.removeAll(keepingCapacity: true)
        retried = nil
        isRetrying = false
        isDeadLetter = false
        mayGoElsewhere = false
        ahead.removeAll(keepingCapacity: true)
        seed = random.next()
        chance = UnitChance(seed: seed)
    }

    /// What the round has done, handed over: nothing is kept here.
    package func takeEffects() -> RoundEffects {
        defer { effects = RoundEffects() }
        return effects
    }

    /// Commits what was decided so far, where nothing follows from it but what is read from the store afterwards.
    package func commitNow() throws {
        let deaths = units.countsAny ? set.changes : []
        if let failure = set.commit().failure { throw failure }
        units.committed(deaths)
        try begin(at: now)
    }

    /// Applies one delivery and everything that follows from it inside the bridge; or puts it aside, if it is what ends
    /// the process.
    /// - Returns: false where it is not decided now.
    /// - Throws: `StoreFailure` only; everything else ends in an outcome.
    func apply(_ arrival: Arrival) throws -> Bool {
        translated = arrival.unfinished?.translated
        footprint = nil
        let isDecided = try attempt(&arrival.unfinished) { try apply(arrival.delivery) }
        guard !isDecided, let unfinished = arrival.unfinished else { return true }
        if let footprint {
            unfinished.footprint = footprint
        } else if translated == nil {
            unfinished.footprint.isUnknown = true
        }
        unfinished.translated = translated
        return false
    }

    private func apply(_ delivery: Delivery) throws {
        if try giveUp(onDecoding: delivery) { return }
        let unit = WorkUnit(delivery, seed: units.seed)
        if try giveUp(on: delivery, unit) { return }
        try takeTurn(unit)
        try units.run(unit, in: set, about: delivery.about) {
            try applyAlone(delivery)
        } putAside: { _ in
        }
    }

    private func applyAlone(_ delivery: Delivery) throws {
        try alone {
            count(try take(delivery))
            try runSteps()
        } orElse: { reason in
            // What nobody foresaw concerns this delivery only: it is parked with the reason.
            let original = ReturnedLetter.original(of: delivery) ?? delivery
            let message = try message(of: original)
            let outcome = try park(KeptDelivery(original), reason: reason, stage: "apply", key: message?.key)
            // The copy that comes if the ack is lost must not be applied beside the one that is parked.
            if let message { try set.forget(message.key) }
            try remember(message, of: original, outcome: outcome, instance: nil)
            count(outcome)
        }
    }

    /// Runs `body` by itself: if what nobody foresaw (a row that cannot be read) fails it, all that it decided is taken back,
    /// and `rescue` puts the one thing aside that it was about.
    func alone(_ body: () throws -> Void, orElse rescue: (_ reason: String) throws -> Void) throws {
        let mark = (set: set.mark, effects: effects.mark)
        do {
            try body()
        } catch let failure as StoreFailure where failure.stopsTheRound {
            throw failure
        } catch {
            for changed in set.takeBack(to: mark.set) { engine.forget(changed) }
            effects.takeBack(to: mark.effects)
            steps.removeAll(keepingCapacity: true)
            if error is Suspension { throw error }
            try rescue("\(error)")
        }
    }

    /// Does what is left to do, each step on its own: one that fails parks its event and nothing else.
    func runSteps() throws {
        var budget = settings.stepsPerDelivery
        while let step = steps.popFirst() {
            budget -= 1
            switch step {
            case .receive(let incoming):
                guard budget > 0 else {
                    let reason = "more than \(settings.stepsPerDelivery) events followed from one delivery"
                    try park(incoming, stage: "budget", reason: reason)
                    continue
                }
                try units.run(units.nextStep(incoming.event), in: set, about: incoming.about) {
                    try receiveOrPark(incoming)
                } putAside: { reason in
                    try park(incoming, stage: "attempts", reason: reason)
                    count(.parked)
                }
            case .release(let instance):
                // Beyond the budget the held event stays held; the next change of the instance finds it.
                if budget > 0 { try release(to: instance) }
            }
        }
    }

    func count(_ outcome: Outcome) { effects.outcomes.append(outcome) }
}
