/// What becomes of an event that nobody waits for.
package struct Unmatched: Sendable, Hashable {
    package enum Then: String, Sendable, Hashable, CaseIterable {
        case park, discard, dead
    }

    /// How long it is held for somebody who will wait for it; zero for not at all.
    package var hold: Duration
    /// What happens when that time is up.
    package var then: Then

    package init(hold: Duration = .seconds(3600), then: Then = .park) {
        self.hold = hold
        self.then = then
    }
}
