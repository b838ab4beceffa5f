import Messages
import SQLiteStore
import StorePort
import Values

/// What one transaction of the core does, and what follows from its commit.
extension Core {
    struct Changes {
        var work = UnitOfWorkEffects()
        /// The page of the outbox, if one was wanted.
        var page: Page?
        var unreadable = 0
        var nextInstanceTimer: Timestamp?
        var nextExpiry: Timestamp?
        var isBroadcasting = false
        /// How much the routes keep, if that has changed.
        var kept: Kept?
        var cleaning: Cleaning
    }

    /// Some rows of the outbox; one that could not be read is put aside and is not among them.
    struct Page {
        var rows: [OutboxRow] = []
        /// The outbox has no more behind them.
        var isEnd: Bool
    }

    /// - Parameter wanted: how many rows of the outbox the relay wants.
    func apply(
        _ batch: [Delivery], wanted: Int, at now: Timestamp, in transaction: borrowing Transaction
    ) throws -> Changes {
        var changes = Changes(nextInstanceTimer: nextInstanceTimer, nextExpiry: nextExpiry, cleaning: cleaning)
        work.begin(at: now)
        try transaction.delete(confirmed)
        for one in returned { try transaction.parkPublication(one.position, reason: one.reason, at: now) }
        if wanted > 0 { changes.page = try page(wanted, &changes, in: transaction) }
        for delivery in batch { try work.apply(delivery, in: transaction) }
        if isBroadcasting { try work.broadcast(in: transaction, atMost: settings.page) }
        if mayWakeInstances, let due = nextInstanceTimer, due <= now {
            try work.wakeInstances(in: transaction, atMost: settings.page)
            changes.nextInstanceTimer = try transaction.nextTimer()
        }
        if let due = nextExpiry, due <= now {
            try work.expire(in: transaction, atMost: settings.page)
            changes.nextExpiry = try transaction.nextExpiry()
        }
        if cleaning.due <= now { try clean(&changes, at: now, in: transaction) }
        changes.isBroadcasting = transaction.isBroadcasting
        changes.kept = keptNow(in: transaction)
        changes.work = work.takeEffects()
        return changes
    }

    /// The next rows of the outbox; one that cannot be read is parked, and the others go on.
    private func page(
        _ wanted: Int, _ changes: inout Changes, in transaction: borrowing Transaction
    ) throws -> Page {
        let found = try transaction.pending(after: relay.cursor, limit: wanted)
        var page = Page(isEnd: found.count < wanted)
        for pending in found {
            let unit = WorkUnit(.outbox, position: pending.position)
            try units.run(unit, in: transaction, about: pending.about) {
                do {
                    let publication = try pending.publication()
                    if let reason = work.reason(against: publication) {
                        return try putAside(pending, reason: reason, &changes, in: transaction)
                    }
                    page.rows.append(
                        OutboxRow(position: pending.position, lane: pending.lane, publication: publication))
                } catch {
                    try putAside(pending, reason: "cannot be read: \(error)", &changes, in: transaction)
                }
            } putAside: { reason in
                try putAside(pending, reason: reason, &changes, in: transaction)
            }
        }
        return page
    }

    struct Kept {
        var version: Int
        var amounts: TextMap<KeptAmount>
    }

    func keptNow(in transaction: borrowing Transaction) -> Kept? {
        let version = transaction.keptVersion
        return version == keptVersion ? nil : Kept(version: version, amounts: work.kept(in: transaction))
    }

    /// A queue whose route keeps as many as it may is consumed no more, until there is room.
    func committed(_ kept: Kept?, _ effects: inout CoreEffects) {
        guard let kept else { return }
        self.kept = kept.amounts
        keptVersion = kept.version
        effects.queues += queueBounds.keeps(kept.amounts)
    }

    private func putAside(
        _ pending: PendingPublication, reason: String, _ changes: inout Changes, in transaction: borrowing Transaction
    ) throws {
        try transaction.parkPublication(pending.position, reason: reason, at: work.now)
        changes.unreadable += 1
    }

    private func clean(_ changes: inout Changes, at now: Timestamp, in transaction: borrowing Transaction) throws {
        try units.run(WorkUnit(.cleaning, 0), in: transaction, about: "page") {
            changes.cleaning = try cleaning.page(at: now, in: transaction)
        } putAside: { reason in
            changes.cleaning = cleaning.skipped(at: now)
            work.noteCleaningSkipped(reason)
        }
    }

    func committed(_ batch: [Delivery], _ changes: Changes, at now: Timestamp, _ effects: inout CoreEffects) {
        for delivery in batch { effects.settle(delivery) }
        arrived.removeFirst(batch.count)
        if let page = changes.page { publish(relay.rowsLoaded(page.rows, isEnd: page.isEnd)) }
        publish(relay.rowsParked(returned.map(\.position)))
        for one in returned {
            effects.notes.append(.init(.parked, one.reason, one.publication))
            came(of: one.position, .parkedAgain(reason: one.reason))
        }
        outboxCount -= confirmed.count + returned.count + changes.unreadable
        confirmed.removeAll(keepingCapacity: true)
        returned.removeAll()
        deletionDue = nil
        nextInstanceTimer = changes.nextInstanceTimer
        nextExpiry = changes.nextExpiry
        isBroadcasting = changes.isBroadcasting
        cleaning = changes.cleaning
        committed(changes.work, &effects)
        committed(changes.kept, &effects)
        effects.consuming = pause.committed(waiting: outboxCount, most: settings.outboxBacklog)
    }

    /// What follows from a unit of work that is on disk.
    func committed(_ work: UnitOfWorkEffects, _ effects: inout CoreEffects) {
        units.transactionCommitted()
        retried.merge(work.retried) { $1 }
        publish(relay.rowsCommitted(work.outbox))
        outboxCount += work.outbox.count
        nextInstanceTimer = earliest(nextInstanceTimer, work.firstTimer)
        nextExpiry = earliest(nextExpiry, work.firstExpiry)
        for outcome in work.outcomes { outcomes[outcome, default: 0] += 1 }
        effects.notes += work.notes
    }
}
