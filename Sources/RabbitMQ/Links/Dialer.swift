import Events

/// Brings one link up, again and again: which address, when, and the count of generations.
struct Dialer {
    private let settings: LinkSettings
    private let watchdog: Watchdog
    private var reconnection: Reconnection
    private var random = SystemRandomNumberGenerator()
    private var upSince: ContinuousClock.Instant?
    private var generations: UInt64 = 0
    /// Which of a name's addresses worked last.
    private var good: [BrokerAddress: HostAddress] = [:]
    /// How many rounds through them have failed.
    private var turns = 0
    /// When to try; nil is never again.
    private(set) var nextAttempt: ContinuousClock.Instant? = .now

    init(_ settings: LinkSettings, _ watchdog: Watchdog) {
        self.settings = settings
        self.watchdog = watchdog
        reconnection = Reconnection(addresses: settings.addresses.count, backoff: settings.backoff)
    }

    /// A connection to the address whose turn it is.
    mutating func connect() throws(LinkProblem) -> Connection {
        guard settings.addresses.indices.contains(reconnection.current) else {
            throw LinkProblem(.topologyRefused, "no broker's address is configured")
        }
        let address = settings.addresses[reconnection.current]
        let places = try settings.lookUp(address.host, address.port)
        let round = Round(address: address, settings: settings, places: ordered(places))
        do throws(LinkProblem) {
            let (connection, place) = try round.connect(watchdog)
            good[address] = place
            return connection
        } catch {
            // The last of a round has the most patience: next time it is another one.
            good[address] = nil
            turns += 1
            throw error
        }
    }

    /// The one that worked last comes first.
    private func ordered(_ places: [HostAddress]) -> [HostAddress] {
        guard let address = good[settings.addresses[reconnection.current]], places.contains(address) else {
            let turn = places.isEmpty ? 0 : turns % places.count
            return Array(places[turn...] + places[..<turn])
        }
        return [address] + places.filter { $0 != address }
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
