import Messages
import StorePort
import Values

/// What one round of the core decides, and what follows from its commit.
extension Core {
    /// What a round has decided beside the changes of the store.
    struct Decided {
        var work = RoundEffects()
        /// The page of the outbox, if one was wanted.
        var page: Page?
        /// How many of what has arrived.
        var arrivals = 0
        var unreadable = 0
        var hasWoken = false
        var hasExpired = false
        var cleaning: Cleaning
    }

    /// Some rows of the outbox; one that could not be read is put aside and is not among them.
    struct Page {
        var rows: [OutboxRow] = []
        /// The outbox has no more behind them.
        var isEnd: Bool
    }

    /// - Parameter wanted: how many rows of the outbox the relay wants.
    func decide(wanted: Int, at now: Timestamp) throws -> Decided {
        var decided = Decided(cleaning: cleaning)
        try work.begin(at: now)
        work.set.delete(confirmed)
        for one in returned { try work.set.parkPublication(one.position, reason: one.reason, at: now) }
        if wanted > 0 { decided.page = try page(wanted, &decided) }
        work.mayGoElsewhere = true
        decided.arrivals = try decideArrivals(at: now)
        if mayBroadcast(at: now) { try work.broadcast(&broadcasting, atMost: settings.page) }
        if mayTellTime(at: now) {
            try work.wakeInstances(&waking, atMost: settings.page)
            decided.hasWoken = true
        }
        if let due = nextExpiry, due <= now {
            try work.expire(atMost: settings.page)
            decided.hasExpired = true
        }
        if cleaning.due <= now { try clean(&decided, at: now) }
        decided.work = work.takeEffects()
        return decided
    }

    /// The next rows of the outbox; one that cannot be read is parked, and the others go on.
    private func page(
        _ wanted: Int, _ decided: inout Decided
    ) throws -> Page {
        let found = try work.set.pending(after: relay.cursor, limit: wanted)
        var page = Page(isEnd: found.count < wanted)
        for pending in found {
            let unit = WorkUnit(.outbox, position: pending.position)
            try units.run(unit, in: work.set, about: pending.about) {
                do {
                    let publication = try pending.publication()
                    if let reason = work.reason(against: publication) {
                        return try putAside(pending, reason: reason, &decided)
                    }
                    page.rows.append(
                        OutboxRow(position: pending.position, lane: pending.lane, publication: publication))
                } catch {
                    try putAside(pending, reason: "cannot be read: \(error)", &decided)
                }
            } putAside: { reason in
                try putAside(pending, reason: reason, &decided)
            }
        }
        return page
    }

    /// A queue whose route keeps as many as it may is consumed no more, until there is room.
    func committedKept(_ effects: inout CoreEffects) throws {
        guard work.set.keptVersion != keptVersion else { return }
        kept = try work.kept()
        keptVersion = work.set.keptVersion
        effects.queues += queueBounds.keeps(kept)
    }

    private func putAside(
        _ pending: PendingPublication, reason: String, _ decided: inout Decided
    ) throws {
        try work.set.parkPublication(pending.position, reason: reason, at: work.now)
        decided.unreadable += 1
    }

    private func clean(_ decided: inout Decided, at now: Timestamp) throws {
        try units.run(WorkUnit(.cleaning, 0), in: work.set, about: "page") {
            decided.cleaning = try cleaning.page(at: now, in: work.set)
        } putAside: { reason in
            decided.cleaning = cleaning.skipped(at: now)
            work.noteCleaningSkipped(reason)
        }
    }

    func committed(_ decided: Decided, at now: Timestamp, _ effects: inout CoreEffects) throws {
        settleDecided(decided.arrivals, &effects)
        if let page = decided.page { publish(relay.rowsLoaded(page.rows, isEnd: page.isEnd)) }
        publish(relay.rowsParked(returned.map(\.position)))
        for one in returned {
            effects.notes.append(.init(.parked, one.reason, one.publication))
            came(of: one.position, .parkedAgain(reason: one.reason))
        }
        outboxCount -= confirmed.count + returned.count + decided.unreadable
        confirmed.removeAll(keepingCapacity: true)
        returned.removeAll()
        deletionDue = nil
        if decided.hasWoken { nextInstanceTimer = try nextTimer() }
        if decided.hasExpired { nextExpiry = try Self.moment(.nextExpiry, of: store) }
        isBroadcasting = work.set.isBroadcasting
        cleaning = decided.cleaning
        committed(decided.work, &effects)
        try committedKept(&effects)
        effects.consuming = pause.committed(waiting: outboxCount, most: settings.outboxBacklog)
    }

    /// What follows from work that is on disk.
    func committed(_ work: RoundEffects, _ effects: inout CoreEffects) {
        retried.merge(work.retried) { $1 }
        publish(relay.rowsCommitted(work.outbox))
        outboxCount += work.outbox.count
        nextInstanceTimer = earliest(nextInstanceTimer, work.firstTimer)
        nextExpiry = earliest(nextExpiry, work.firstExpiry)
        for outcome in work.outcomes { outcomes[outcome, default: 0] += 1 }
        effects.notes += work.notes
    }

    /// When the clock of the next instance comes, but for those that are being told.
    private func nextTimer() throws(StoreFailure) -> Timestamp? {
        if waking.isEmpty { return try Self.moment(.nextTimer, of: store) }
        guard case .due(let timers) = try store.read(.due(.distantFuture, limit: waking.count + 1)) else {
            throw WorkingSet.misunderstood("timers")
        }
        return timers.first { waking[$0.instance] == nil }?.at
    }
}
