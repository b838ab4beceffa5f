package import AMQP
import DequeModule
package import EnginePort
package import Messages
package import StorePort
package import Values

/// The bridge without its threads: what has arrived goes in, rounds of work are done on the store, and what is to
/// be told to the broker comes out. Used by one thread.
package final class Core {
    package let store: any BridgeStore
    package let work: Round
    let settings: CoreSettings
    var relay: Relay
    /// What is not settled, in the order in which it came.
    var arrived = Deque<Arrival>()
    /// Everything that has arrived is fresh: nothing of it waits for the engine.
    var hasNothingUnfinished = true
    /// Instances whose clock has come, and that are not told yet, as the engine runs that elsewhere.
    var waking: [InstanceKey: Unfinished] = [:]
    /// The same for the page of receivers of a broadcast.
    var broadcasting: Unfinished?
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
    /// How many rounds have met something that was changed by somebody else, one after the other.
    var staleInARow = 0
    /// Until when none is tried for that.
    var staleUntil: Timestamp?
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
    /// - Parameters:
    ///   - begun: where the page lies that says what is being worked on; nil for a store that has none.
    ///   - notes: what the engine tells what its threads are at.
    package init(
        store: any BridgeStore, begun path: String?, engine: any StateEngine, notes: StepNotes = StepNotes(),
        installation: Installation, routes: Routes, settings: CoreSettings = CoreSettings(),
        relay: Relay.Limits = Relay.Limits(), at now: Timestamp
    ) throws {
        // First of all: whatever the process dies in from here on is known at the next start.
        units = try Units(path, store, settings, notes, at: now)
        let set = try WorkingSet(store)
        work = Round(
            set, engine: engine, routes: routes, catalog: ProcessCatalog(), settings: settings.work, units: units)
        let installed = try installation.complete(work, at: now)
        self.store = store
        self.settings = settings
        self.relay = Relay(limits: relay, last: set.keys.outbox)
        problems = units.problems + installed
        outboxCount = set.standing.outbox
        isBroadcasting = set.isBroadcasting
        cleaning = Cleaning(settings, at: now)
        kept = try work.kept()
        keptVersion = set.keptVersion
        var bounds = QueueBounds(routes.inbound, mostThrown: settings.mostThrown)
        pausedAtStart = bounds.keeps(kept)
        queueBounds = bounds
        guard case .requests(let requests) = try store.read(.retryRequests) else {
            throw WorkingSet.misunderstood("what is to be retried")
        }
        requested = Deque(requests)
        nextInstanceTimer = try Self.moment(.nextTimer, of: store)
        nextExpiry = try Self.moment(.nextExpiry, of: store)
    }

    static func moment(_ want: Want, of store: any BridgeStore) throws(StoreFailure) -> Timestamp? {
        guard case .moment(let moment) = try store.read(want) else { throw WorkingSet.misunderstood("a moment") }
        return moment
    }
}

// MARK: - What has happened

extension Core {
    package func consumerReady(_ generation: Generation) {
        self.generation = generation
        arrived.removeAll { $0.delivery.generation != generation }
    }

    /// What has not been applied is redelivered.
    package func consumerLost() {
        generation = nil
        arrived.removeAll()
    }

    package func deliveriesArrived(_ deliveries: [Delivery]) {
        arrived.append(contentsOf: deliveries.map { Arrival($0) })
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

    /// The engine has run a step elsewhere.
    package func stepAnswered(_ number: UInt64, _ answer: Result<Advance, EngineFailure>) {
        work.noteAnswered(number)
        if let own = arrived.firstIndex(where: { $0.unfinished?.awaits(number) ?? false }) {
            arrived[own].unfinished?.take(number, answer)
        } else if let key = waking.first(where: { $0.value.awaits(number) })?.key {
            waking[key]?.take(number, answer)
        } else if broadcasting?.awaits(number) ?? false {
            broadcasting?.take(number, answer)
        }
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
        if let retryAt = pause.retryAt ?? staleUntil { return retryAt }
        let timer = mayWakeInstances ? nextInstanceTimer : nil
        return [nextTry, deletionDue, relay.nextRetry, timer, nextExpiry, cleaning.due].compactMap { $0 }.min()
    }

    /// When the engine is asked again that could not take a step.
    private var nextTry: Timestamp? {
        var unfinished = hasNothingUnfinished ? [] : arrived.compactMap(\.unfinished)
        if mayWakeInstances { unfinished += waking.values }
        if let broadcasting { unfinished.append(broadcasting) }
        return unfinished.compactMap(\.nextTry).min()
    }

    var mayWakeInstances: Bool { outboxCount <= settings.timerBacklog && !queueBounds.isFull(Round.inside) }

    package func hasWork(at now: Timestamp) -> Bool {
        if !toPublish.isEmpty || !retrials.isEmpty { return true }
        if let retryAt = pause.retryAt ?? staleUntil { return retryAt <= now }
        return hasArrivals(at: now) || !returned.isEmpty || mayBroadcast(at: now) || mayTellTime(at: now)
            || relay.wantsRows > 0
            || !requested.isEmpty
            || (nextDeadline.map { $0 <= now } ?? false)
    }

    /// Whether everything that was emitted has reached the broker and nothing that arrived is left to apply.
    package var isDrained: Bool {
        arrived.isEmpty && !isBroadcasting && relay.isIdle && confirmed.isEmpty && returned.isEmpty
    }

    /// One round: everything that is there, up to a batch, decided and committed as one; then what the broker is to be told.
    package func round(at now: Timestamp) -> CoreEffects {
        var effects = CoreEffects()
        publish(relay.clockMoved(to: now))
        if (pause.retryAt ?? staleUntil).map({ $0 <= now }) ?? true {
            staleUntil = nil
            carryOutRequest(at: now, &effects)
            if effects.fatal == nil { transact(at: now, &effects) }
        }
        swap(&effects.steps, &work.wanted)
        effects.publish = toPublish
        toPublish.removeAll()
        swap(&effects.refused, &refused)
        swap(&effects.retried, &retrials)
        return effects
    }

    /// Deletes what is confirmed now, without waiting until a round has something else to do.
    package func flush(at now: Timestamp) {
        if !confirmed.isEmpty { deletionDue = now }
    }

    private func transact(at now: Timestamp, _ effects: inout CoreEffects) {
        do {
            let decided = try decide(wanted: relay.wantsRows, at: now)
            try commit(decided.work) { try committed(decided, at: now, &effects) }
        } catch {
            failed(error, at: now, &effects)
        }
    }

    /// Writes what was decided; `then` follows once it is on disk.
    func commit(_ work: RoundEffects, _ then: () throws -> Void) throws {
        let set = self.work.set
        let deaths = units.countsAny ? set.changes : []
        if let failure = set.commit().failure { throw failure }
        staleInARow = 0
        units.committed(deaths)
        try set.begin()
        try then()
    }

    /// The round could not be decided, or not be written: nothing of it has happened, or nobody knows.
    private func failed(_ error: any Error, at now: Timestamp, _ effects: inout CoreEffects) {
        let failure = error as? StoreFailure ?? StoreFailure(.fatal, "\(error)")
        if !failure.isEnd {
            for index in arrived.indices where arrived[index].isDecided { arrived[index].isDecided = false }
            // An instance that was told the time may have left the list of those that wait for it.
            nextInstanceTimer = earliest(nextInstanceTimer, now)
        }
        switch failure.kind {
        case .full: effects.consuming = pause.diskIsFull(failure.message, retryAt: now + settings.storeRetry)
        case .stale:
            // Decided again from what is there now: at once, and after a while where that does not help.
            staleInARow += 1
            if staleInARow % settings.staleAtOnce == 0 { staleUntil = now + settings.storeRetry }
        default:
            // Neither done nor not done for certain: redelivery and the ids decide after the restart.
            effects.fatal = failure
        }
    }
}
