/// A lower prefetch for a while after an end that was not clean.
///
/// What was under way then is redelivered, and a quorum queue with a delivery limit counts that: whoever dies again and
/// again with many deliveries under way makes the broker give up on many good messages. Only for a queue whose limit is
/// tight: where fewer are taken than were given back, and the process dies again, a quorum queue puts them behind the rest,
/// out of their order.
package struct Caution: Sendable, Hashable {
    package var until: ContinuousClock.Instant
    /// The prefetch is divided by this.
    package var divisor: Int

    package init(for period: Duration = .seconds(30), divisor: Int = 16) {
        until = .now + period
        self.divisor = divisor
    }

    package var isOver: Bool { ContinuousClock.now >= until }

    package func prefetch(of most: Int) -> Int { max(1, most / max(1, divisor)) }
}
