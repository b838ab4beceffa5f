import Events
import Store

/// What one transaction of the core does, and what follows from its commit.
extension Core {
    struct Changes {
        var work = UnitOfWorkEffects()
        var loaded: [OutboxRow] = []
        var nextInstanceTimer: Timestamp?
        var nextExpiry: Timestamp?
    }

    func apply(
        _ batch: [Delivery], wanted: Int, at now: Timestamp, in transaction: borrowing Transaction
    ) throws -> Changes {
        var changes = Changes(nextInstanceTimer: nextInstanceTimer, nextExpiry: nextExpiry)
        work.begin(at: now)
        try transaction.deletePublications(confirmed)
        for one in returned { try transaction.parkPublication(one.position, reason: one.reason, at: now) }
        if wanted > 0 { changes.loaded = try page(wanted, in: transaction) }
        for delivery in batch { try work.apply(delivery, in: transaction) }
        if let due = nextInstanceTimer, due <= now {
            try work.wakeInstances(in: transaction, atMost: settings.page)
            changes.nextInstanceTimer = try transaction.nextTimer()
        }
        if let due = nextExpiry, due <= now {
            try work.expire(in: transaction, atMost: settings.page)
            changes.nextExpiry = try transaction.nextHeldExpiry()
        }
        changes.work = work.effects
        return changes
    }

    /// The next rows of the outbox; one that cannot be read is parked, and the others go on.
    private func page(_ wanted: Int, in transaction: borrowing Transaction) throws -> [OutboxRow] {
        try transaction.pendingPublications(after: relay.cursor, limit: wanted).map { pending in
            OutboxRow(pending)
        }
    }

    func committed(_ batch: [Delivery], _ changes: Changes, at now: Timestamp, _ effects: inout CoreEffects) {
        for delivery in batch { effects.settle(delivery) }
        arrived.removeFirst(batch.count)
        outboxCount += changes.work.outbox.count - confirmed.count - returned.count
        confirmed.removeAll(keepingCapacity: true)
        returned.removeAll()
        deletionDue = nil
        nextInstanceTimer = [changes.nextInstanceTimer, changes.work.firstTimer].compactMap { $0 }.min()
        nextExpiry = [changes.nextExpiry, changes.work.firstExpiry].compactMap { $0 }.min()
        for (outcome, count) in changes.work.outcomes { outcomes[outcome, default: 0] += count }
        effects.notes = changes.work.notes
    }
}
