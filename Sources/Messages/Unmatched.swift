import Values

/// What becomes of an event that nobody waits for.
package struct Unmatched: Sendable, Hashable {
    package enum Then: String, Sendable, Hashable, CaseIterable {
        case park = "park"
        case discard = "discard"
        case dead = "dead"
    }

    /// What happens to the next event once a route keeps as many as it may.
    package enum Over: String, Sendable, Hashable, CaseIterable {
        /// The queue is consumed no more until there is room: nothing is lost.
        case pause = "pause"
        case dead = "dead"
        case discard = "discard"
    }

    /// How many events, and how many bytes of them, a route may keep: held and parked together.
    package struct Most: Sendable, Hashable {
        package var count: Int
        package var bytes: Int

        package init(count: Int = 100_000, bytes: Int = 1 << 30) {
            self.count = count
            self.bytes = bytes
        }
    }

    /// How long it is held for somebody who will wait for it; zero for not at all.
    package var hold: Duration
    /// What happens when that time is up.
    package var then: Then
    package var most: Most
    package var over: Over

    package init(hold: Duration = .seconds(3600), then: Then = .park, most: Most = Most(), over: Over = .pause) {
        self.hold = hold
        self.then = then
        self.most = most
        self.over = over
    }
}
