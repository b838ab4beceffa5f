/// Bounds and times of the core.
package struct CoreSettings: Sendable {
    /// Deliveries in one transaction at the most.
    package var batch = 500
    /// Held events, timers and outbox rows looked at in one transaction at the most.
    package var page = 200
    /// Confirmed publications are deleted with the next unit of work, but no later than this.
    package var longestDeletion = Duration.milliseconds(50)
    /// How long to wait before trying again while the disk is full.
    package var storeRetry = Duration.seconds(1)
    /// With more than this in the outbox, consuming pauses until half of it is gone.
    package var outboxBacklog = 100_000

    package init() {}
}
