import Events

/// Brings one link up, again and again: which address, when, and the count of generations.
struct Dialer {
    private let settings: LinkSettings
    private let watchdog: Watchdog
    private var reconnection: Reconnection
    private var random = SystemRandomNumberGenerator()
    private var upSince: ContinuousClock.Instant?
    private var generations: UInt64 = 0
    /// When to try; nil is never again.
    private(set) var nextAttempt: ContinuousClock.Instant? = .now

    init(_ settings: LinkSettings, _ watchdog: Watchdog) {
        self.settings = settings
        self.watchdog = watchdog
        reconnection = Reconnection(addresses: settings.addresses.count, backoff: settings.backoff)
    }

    /// A connection to the address whose turn it is.
    func connect() throws(LinkProblem) -> Connection {
        guard settings.addresses.indices.contains(reconnection.current) else {
            throw LinkProblem(.topologyRefused, "no broker's address is configured")
        }
        return try Connection(to: settings.addresses[reconnection.current], settings, watchdog)
    }

    /// The link is up: its generation.
    mutating func cameUp() -> Generation {
        upSince = .now
        generations += 1
        return Generation(generations)
    }

    /// The link is down, or did not come up: the wait before the next attempt, nil if there is none.
    mutating func wentDown(_ problem: LinkProblem) -> Duration? {
        let uptime = upSince.map { ContinuousClock.now - $0 }
        upSince = nil
        if problem.remedy == .stop {
            nextAttempt = nil
            return nil
        }
        let wait =
            if let uptime {
                reconnection.lost(after: uptime, remedy: problem.remedy, using: &random)
            } else {
                reconnection.failed(remedy: problem.remedy, using: &random)
            }
        nextAttempt = .now + wait
        return wait
    }
}
