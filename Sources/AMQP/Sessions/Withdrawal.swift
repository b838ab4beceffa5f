/// How consumers are ended without leaving anything under way.
///
/// A quorum queue puts what was under way to a consumer that is cancelled behind everything else it has (RabbitMQ, Quorum
/// Queues, "Repeated Requeues"); so nothing should be.
enum Withdrawal: Sendable {
    /// Nothing is acknowledged, until the window is full or nothing comes any more.
    case windingDown(WindingDown)
    /// The consumers are cancelled.
    case cancelling

    struct WindingDown: Sendable {
        private let until: ContinuousClock.Instant
        private var quietSince: ContinuousClock.Instant
        private var lastTag: UInt64

        init(_ now: ContinuousClock.Instant, last tag: UInt64) {
            until = now + .milliseconds(500)
            quietSince = now
            lastTag = tag
        }

        /// Whether nothing comes any more behind this tag, or that has taken too long.
        mutating func isOver(_ now: ContinuousClock.Instant, last tag: UInt64) -> Bool {
            if tag != lastTag { (quietSince, lastTag) = (now, tag) }
            return now >= quietSince + .milliseconds(50) || now >= until
        }
    }
}
