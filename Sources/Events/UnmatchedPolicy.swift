/// What happens to an event that nobody waits for.
package struct UnmatchedPolicy: Sendable, Hashable {
    /// What happens when its time is up. The numbers are stored and never reused.
    package enum Then: Int, Sendable, Hashable, CaseIterable {
        case park = 0
        case discard = 1
        case dead = 2
    }

    /// How long it is kept for somebody to wait for it; zero for not at all.
    package var hold: Duration
    package var then: Then

    package init(hold: Duration = .seconds(3600), then: Then = .park) {
        self.hold = hold
        self.then = then
    }
}
