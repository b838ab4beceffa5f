package import Configuration
package import Messages

#if DEBUG
    package import StorePort
#endif

/// Bounds and times of the core.
package struct CoreSettings: Sendable {
    /// Deliveries in one round at the most.
    package var batch = 500
    /// The same while the first of them is redelivered, as after an unclean end: at the next one in the middle of it all that
    /// a round has published is published again, and there may be many in a row.
    package var redeliveredBatch = 50
    /// Bytes of bodies in one round, unless a single one has more: the log of the database grows with it.
    package var batchBytes = 16 << 20
    /// How often the process may die in one unit of work, before that is taken for what ends it and is put aside.
    package var attempts = 5
    /// Held events, timers and outbox rows looked at in one round at the most.
    package var page = 200
    /// Confirmed publications are deleted with the next round, but no later than this.
    package var longestDeletion = Duration.milliseconds(50)
    /// How often in a row a round is decided again at once, if the store says that something has changed meanwhile.
    package var staleAtOnce = 10
    /// How long to wait before trying again while the disk is full, or where deciding again at once did not help.
    package var storeRetry = Duration.seconds(1)
    /// With more than this in the outbox, consuming pauses until half of it is gone.
    package var outboxBacklog = 100_000
    /// So much is kept of what processes throw and nobody takes; beyond it nothing is consumed, and no timer fires.
    package var mostThrown = Unmatched.Most()
    /// With more than this in the outbox, no timer fires: what arrives would have to wait behind all that they emit.
    package var timerBacklog = 2_000

    /// How long the ids of messages are remembered, and ended instances kept.
    package var dedupeWindow = Duration.seconds(24 * 3600)
    package var keepCompleted = Duration.seconds(7 * 24 * 3600)
    /// How often what is older than that is looked for.
    package var cleaning = Duration.seconds(60)

    package var work = RoundSettings()

    #if DEBUG
        /// For tests: the process dies in the units that this picks, by what they are and what they concern.
        package var dies: (@Sendable (_ unit: WorkUnit, _ about: String) -> Bool)?
    #endif

    package init() {}
}

extension CoreSettings {
    package init(_ store: StoreSettings) {
        self.init()
        dedupeWindow = store.dedupeWindow
        keepCompleted = store.keepCompleted
    }
}
