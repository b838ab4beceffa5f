/// When the broker has to hear of us, and for how long it may be silent (§4.2.7).
struct Pulse {
    /// As agreed; zero for no heartbeats at all.
    private let interval: Duration
    private var next: ContinuousClock.Instant
    private var heard: ContinuousClock.Instant

    init(_ interval: Duration, _ now: ContinuousClock.Instant) {
        self.interval = interval
        next = now + interval / 2
        heard = now
    }

    /// Something came.
    mutating func heard(_ now: ContinuousClock.Instant) { heard = now }

    /// Whether nothing came for two heartbeats.
    func isSilent(_ now: ContinuousClock.Instant) -> Bool { interval > .zero && heard.duration(to: now) > interval * 2 }

    /// Whether it is time to say that we live: twice a heartbeat, whatever else was said.
    mutating func isDue(_ now: ContinuousClock.Instant) -> Bool {
        guard interval > .zero, now >= next else { return false }
        next = now + interval / 2
        return true
    }
}
