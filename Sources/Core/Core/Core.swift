package import AMQP
import DequeModule
package import EnginePort
package import Messages
package import SQLiteStore
package import StorePort
package import Values

/// The bridge without its threads: what has arrived goes in, rounds of work are done on the store, and what is to
/// be told to the broker comes out. Used by one thread.
package final class Core {
    package let store: Store
    package let work: UnitOfWork
    let settings: CoreSettings
    var relay: Relay
    var arrived = Deque<Delivery>()
    var generation: Generation?
    package let units: Units
    /// What a person has asked to be retried while no bridge ran, and is not yet.
    var requested: Deque<RetryRequest>
    /// Done with, still in the outbox.
    var confirmed: [Int64] = []
    var returned: [RelayActions.Returned] = []
    /// Position in the outbox → number, of what a person has retried and the broker has not spoken about.
    package var retried: [Int64: Int64] = [:]
    /// What came of them since the last round.
    var retrials: [CoreEffects.Retried] = []
    /// Refused by the broker since the last round.
    var refused: [Publication] = []
    var deletionDue: Timestamp?
    var toPublish: [NumberedPublication] = []
    var pause = ConsumingPause.none
    var outboxCount: Int
    var nextInstanceTimer: Timestamp?
    var nextExpiry: Timestamp?
    /// Something is on its way to very many receivers.
    var isBroadcasting: Bool
    var cleaning: Cleaning
    var queueBounds: QueueBounds
    /// What `kept` was read at.
    var keptVersion: Int

    /// How much each inbound route keeps: held and parked.
    package internal(set) var kept: TextMap<KeptAmount>
    /// What is to be done about single queues before anything is consumed.
    package let pausedAtStart: [CoreEffects.QueueChange]

    /// What a person should know about the start.
    package let problems: [String]
    /// What became of all events since the start.
    package internal(set) var outcomes: [Outcome: Int] = [:]

    /// Brings the store up to date with the installed models, and takes up where the last run ended.
    package init(
        store: Store, engine: any ProcessEngine, installation: Installation, routes: Routes,
        settings: CoreSettings = CoreSettings(), relay: Relay.Limits = Relay.Limits(), at now: Timestamp
    ) throws {
        // First of all: whatever the process dies in from here on is known at the next start.
        let units = try Units(of: store, settings, at: now)
        let begun = try store.transaction { transaction in
            units.transactionBegins()
            let installed = try installation.complete(in: transaction, units, at: now)
            let work = UnitOfWork(
                engine: engine, routes: routes, catalog: installed.catalog, settings: settings.work, units: units)
            work.begin(at: now)
            for key in installed.newKeys { try work.reconsider(key, in: transaction) }
            return Beginning(
                work: work, problems: units.problems + installed.problems, last: transaction.lastPosition(),
                pending: try transaction.countPending(), timer: try transaction.nextTimer(),
                expiry: try transaction.nextExpiry(), isBroadcasting: transaction.isBroadcasting,
                kept: work.kept(in: transaction), keptVersion: transaction.keptVersion,
                requested: try transaction.requestedRetries())
        }
        units.transactionCommitted()
        self.units = units
        requested = Deque(begun.requested)
        self.store = store
        self.settings = settings
        self.relay = Relay(limits: relay, last: begun.last)
        work = begun.work
        problems = begun.problems
        outboxCount = begun.pending
        nextInstanceTimer = begun.timer
        nextExpiry = begun.expiry
        isBroadcasting = begun.isBroadcasting
        cleaning = Cleaning(settings, at: now)
        kept = begun.kept
        keptVersion = begun.keptVersion
        var bounds = QueueBounds(routes.inbound, mostThrown: settings.mostThrown)
        pausedAtStart = bounds.keeps(begun.kept)
        queueBounds = bounds
    }

    private struct Beginning {
        var work: UnitOfWork
        var problems: [String]
        var last: Int64
        var pending: Int
        var timer: Timestamp?
        var expiry: Timestamp?
        var isBroadcasting: Bool
        var kept: TextMap<KeptAmount>
        var keptVersion: Int
        var requested: [RetryRequest]
    }
}

// MARK: - What has happened

extension Core {
    package func consumerReady(_ generation: Generation) {
        self.generation = generation
        arrived.removeAll { $0.generation != generation }
    }

    /// What has not been applied is redelivered.
    package func consumerLost() {
        generation = nil
        arrived.removeAll()
    }

    package func deliveriesArrived(_ deliveries: [Delivery]) {
        arrived.append(contentsOf: deliveries)
    }

    package func publisherReady() { publish(relay.linkReady()) }

    package func publisherLost() {
        relay.linkLost()
        toPublish.removeAll()
    }

    package func publicationsSettled(_ outcomes: [PublicationOutcome], at now: Timestamp) {
        let actions = relay.settled(outcomes, at: now)
        confirmed += actions.confirmed
        returned += actions.returned
        refused += actions.refused
        if !retried.isEmpty {
            for position in actions.confirmed { came(of: position, .confirmed) }
            for position in actions.refusedPositions { came(of: position, .refused) }
        }
        if !confirmed.isEmpty && deletionDue == nil { deletionDue = now + settings.longestDeletion }
        publish(actions)
    }

    /// A person waits for what comes of this publication.
    func came(of position: Int64, _ result: RetryOutcome) {
        guard let number = retried.removeValue(forKey: position) else { return }
        retrials.append(CoreEffects.Retried(number: number, result: result))
    }

    /// How many publications are on their way at most: the link must take as many.
    package var publishingWindow: Int { relay.limits.unconfirmed }

    func publish(_ actions: RelayActions) { toPublish += actions.publish }
}

// MARK: - What is to be done

extension Core {
    /// When `round` has something to do at the latest; nil for not before something arrives.
    package var nextDeadline: Timestamp? {
        if let retryAt = pause.retryAt { return retryAt }
        let timer = mayWakeInstances ? nextInstanceTimer : nil
        return [deletionDue, relay.nextRetry, timer, nextExpiry, cleaning.due].compactMap { $0 }.min()
    }

    var mayWakeInstances: Bool { outboxCount <= settings.timerBacklog && !queueBounds.isFull(UnitOfWork.inside) }

    package func hasWork(at now: Timestamp) -> Bool {
        if !toPublish.isEmpty || !retrials.isEmpty { return true }
        if let retryAt = pause.retryAt { return retryAt <= now }
        return !arrived.isEmpty || !returned.isEmpty || isBroadcasting || relay.wantsRows > 0 || !requested.isEmpty
            || (nextDeadline.map { $0 <= now } ?? false)
    }

    /// Whether everything that was emitted has reached the broker and nothing that arrived is left to apply.
    package var isDrained: Bool {
        arrived.isEmpty && !isBroadcasting && relay.isIdle && confirmed.isEmpty && returned.isEmpty
    }

    /// One round: everything that is there, up to a batch, in one transaction; then what the broker is to be told.
    package func round(at now: Timestamp) -> CoreEffects {
        var effects = CoreEffects()
        publish(relay.clockMoved(to: now))
        if pause.retryAt.map({ $0 <= now }) ?? true {
            carryOutRequest(at: now, &effects)
            if effects.fatal == nil { transact(at: now, &effects) }
        }
        effects.publish = toPublish
        toPublish.removeAll()
        swap(&effects.refused, &refused)
        swap(&effects.retried, &retrials)
        return effects
    }

    /// Deletes what is confirmed now, without waiting for the next unit of work.
    package func flush(at now: Timestamp) {
        if !confirmed.isEmpty { deletionDue = now }
    }

    private func transact(at now: Timestamp, _ effects: inout CoreEffects) {
        let batch = nextBatch()
        let wanted = relay.wantsRows
        do {
            let changed = try store.transaction(repeatable: true) { transaction in
                try apply(batch, wanted: wanted, at: now, in: transaction)
            }
            committed(batch, changed, at: now, &effects)
        } catch let failure as StoreFailure where failure.kind == .full {
            effects.consuming = pause.diskIsFull(failure.message, retryAt: now + settings.storeRetry)
        } catch {
            // Neither done nor not done for certain: redelivery and the ids decide after the restart.
            effects.fatal = error as? StoreFailure ?? StoreFailure(.fatal, "\(error)")
        }
    }
}
