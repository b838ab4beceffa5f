import DequeModule
package import EnginePort
package import Messages
import Routing
package import SQLiteStore
import StorePort
package import Values

/// Applies deliveries and what follows from them inside one transaction: dedupe → decode → route → find the
/// receiver → `send_event` → run to rest → `get_events` → save. It decides nothing about the broker.
///
/// Whatever the engine and the routes compute is computed before the first row is written for it, so an event that
/// fails leaves nothing behind but its own parked row.
package final class UnitOfWork {
    /// What is to be done once the event at hand is applied.
    enum Step {
        case receive(IncomingEvent)
        /// This instance waits for something new: what is held for it?
        case release(InstanceKey)
    }

    package let engine: any ProcessEngine
    let routes: Routes
    let settings: UnitOfWorkSettings
    package let units: Units
    var catalog: ProcessCatalog
    package var now = Timestamp(microseconds: 0)
    var random: any RandomNumberGenerator & Sendable
    /// The time and the chance that routes are told in this transaction.
    private(set) var host = RouteHost(now: Timestamp(microseconds: 0), seed: 0)

    /// What the transaction has done so far; `begin` empties it, the caller takes it after the commit.
    package internal(set) var effects = UnitOfWorkEffects()
    var steps = Deque<Step>()
    /// While a person's retry runs: the parked entry that is restored if it fails again.
    var retried: RetriedEntry?
    /// A person retries the event at hand: it is not looked for among the known messages, as it would be its own duplicate.
    var isRetrying = false
    /// Under which number something was parked last.
    var lastParked: Int64?
    /// The delivery at hand is a dead letter already, and comes by the broker's own doing: a second one is not made.
    var isDeadLetter = false

    package init(
        engine: any ProcessEngine, routes: Routes, catalog: ProcessCatalog,
        settings: UnitOfWorkSettings = UnitOfWorkSettings(), units: Units = Units(),
        random: any RandomNumberGenerator & Sendable = BufferedRandom()
    ) {
        self.engine = engine
        self.routes = routes
        self.catalog = catalog
        self.settings = settings
        self.units = units
        self.random = random
    }

    /// A new transaction begins.
    package func begin(at now: Timestamp) {
        self.now = now
        host = RouteHost(now: now, seed: random.next())
        effects = UnitOfWorkEffects()
        steps.removeAll(keepingCapacity: true)
        retried = nil
        isRetrying = false
        isDeadLetter = false
        units.transactionBegins()
    }

    /// What the transaction has done, handed over: nothing is kept here.
    package func takeEffects() -> UnitOfWorkEffects {
        defer { effects = UnitOfWorkEffects() }
        return effects
    }

    /// Applies one delivery and everything that follows from it inside the bridge; or puts it aside, if it is what ends
    /// the process.
    /// - Throws: `StoreFailure` only; everything else ends in an outcome.
    package func apply(_ delivery: Delivery, in transaction: borrowing Transaction) throws {
        if try giveUp(onDecoding: delivery, in: transaction) { return }
        let unit = WorkUnit(delivery, seed: units.seed)
        if try giveUp(on: delivery, unit, in: transaction) { return }
        try units.run(unit, in: transaction, about: delivery.about) {
            try applyAlone(delivery, in: transaction)
        } putAside: { _ in
        }
    }

    private func applyAlone(_ delivery: Delivery, in transaction: borrowing Transaction) throws {
        let mark = effects.mark
        do {
            try transaction.savepoint {
                count(try take(delivery, in: transaction))
                try runSteps(in: transaction)
            }
        } catch let failure as StoreFailure where failure.stopsTheTransaction {
            throw failure
        } catch {
            // What nobody foresaw concerns this delivery only: it is parked with the reason.
            effects.takeBack(to: mark)
            steps.removeAll(keepingCapacity: true)
            try transaction.savepoint {
                let original = ReturnedLetter.original(of: delivery) ?? delivery
                let message = try message(of: original, in: transaction)
                let outcome = try park(
                    KeptDelivery(original), reason: "\(error)", stage: "apply", key: message?.key, in: transaction)
                // The copy that comes if the ack is lost must not be applied beside the one that is parked.
                if let message { try transaction.forget(message.key) }
                try remember(message, of: original, outcome: outcome, instance: nil, in: transaction)
                count(outcome)
            }
        }
    }

    /// Does what is left to do, each step on its own: one that fails parks its event and nothing else.
    func runSteps(in transaction: borrowing Transaction) throws {
        var budget = settings.stepsPerDelivery
        while let step = steps.popFirst() {
            budget -= 1
            switch step {
            case .receive(let incoming):
                guard budget > 0 else {
                    let reason = "more than \(settings.stepsPerDelivery) events followed from one delivery"
                    try park(incoming, stage: "budget", reason: reason, in: transaction)
                    continue
                }
                try units.run(units.nextStep(incoming.event), in: transaction, about: incoming.about) {
                    try receiveOrPark(incoming, in: transaction)
                } putAside: { reason in
                    try park(incoming, stage: "attempts", reason: reason, in: transaction)
                    count(.parked)
                }
            case .release(let instance):
                // Beyond the budget the held event stays held; the next change of the instance finds it.
                if budget > 0 { try release(to: instance, in: transaction) }
            }
        }
    }

    func count(_ outcome: Outcome) { effects.outcomes.append(outcome) }
}
