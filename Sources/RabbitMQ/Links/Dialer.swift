import AMQP
import Messages
import Threads
import Values

/// Brings one link up, again and again: which address, when, and the count of generations.
struct Dialer {
    private static let soon = Duration.milliseconds(1500)
    private static let nextLook = Duration.milliseconds(250)

    private let settings: LinkSettings
    private let watchdog: Watchdog
    private var reconnection: Reconnection
    private var random = SystemRandomNumberGenerator()
    private var upSince: ContinuousClock.Instant?
    private var attemptBegan = ContinuousClock.now
    private var generations: UInt64 = 0
    /// Which of a name's addresses worked last.
    private var good: [BrokerAddress: HostAddress] = [:]
    /// How many rounds through them have failed.
    private var turns = 0
    /// What the addresses that were tried one after the other without a wait answered.
    private var round: [LinkProblem] = []
    /// What came before the address that was reached, if others were tried first.
    private(set) var skipped: String?
    /// Since when no link came up and stayed up.
    private var troubledSince: ContinuousClock.Instant?
    /// When to try; nil is never again.
    private(set) var nextAttempt: ContinuousClock.Instant? = .now

    /// What follows from a link that is down.
    enum Down {
        /// Tries again after the wait. What to tell is nil while there are addresses to try first.
        case again(after: Duration, LinkProblem?)
        case never
    }

    /// How long a link that was lost stays away from the other nodes of a cluster.
    private let pause: Duration
    private var notBefore = ContinuousClock.now

    init(_ settings: LinkSettings, _ watchdog: Watchdog, pauseAfterLoss: Duration = .zero) {
        self.settings = settings
        self.watchdog = watchdog
        pause = settings.addresses.count > 1 ? pauseAfterLoss : .zero
        reconnection = Reconnection(addresses: settings.addresses.count, backoff: settings.backoff)
    }

    /// A connection to the address whose turn it is.
    mutating func connect() throws(LinkProblem) -> Connection {
        attemptBegan = .now
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

    /// Whether the link was lost not long ago: a cluster finds itself again within a minute or so, and what was asked of it
    /// before that may never be answered.
    var isTroubled: Bool { troubledSince.map { ContinuousClock.now - $0 < .seconds(120) } ?? false }

    /// The link is up and served.
    mutating func served() { troubledSince = nil }

    /// The link is up: its generation.
    mutating func cameUp() -> Generation {
        upSince = .now
        skipped = round.isEmpty ? nil : LinkProblem(round: round).text
        round = []
        generations += 1
        settings.news.cameUp(at: reconnection.current)
        return Generation(generations)
    }

    /// Does not wait any longer if another link has come up since the last attempt.
    mutating func hearNews() {
        guard upSince == nil, nextAttempt != nil, let address = settings.news.address(since: attemptBegan) else {
            return
        }
        reconnection.prefer(address)
        nextAttempt = max(.now, notBefore)
        // Once for each piece of news.
        attemptBegan = .now
    }

    /// The link is down, or did not come up.
    mutating func wentDown(_ problem: LinkProblem) -> Down {
        let uptime = upSince.map { ContinuousClock.now - $0 }
        upSince = nil
        if problem.remedy == .stop {
            nextAttempt = nil
            return .never
        }
        var wait =
            if problem.kind == .consumerUnanswered && isTroubled {
                // Another node would know no more, and the link looks itself whether the old consumer is gone.
                Self.nextLook
            } else if let uptime {
                reconnection.lost(after: uptime, remedy: problem.remedy, using: &random)
            } else {
                reconnection.failed(remedy: problem.remedy, using: &random)
            }
        troubledSince = troubledSince ?? .now
        if problem.kind == .unreachable, isTroubled {
            // To be refused costs little, and the broker may be back at any moment.
            wait = min(wait, max(settings.backoff.first, Self.soon) * Double.random(in: 0.5...1, using: &random))
        }
        if uptime != nil {
            // What others came up at before is no news.
            attemptBegan = .now
            if problem.kind != .consumerUnanswered {
                if problem.remedy != .reconnectAtOnce { wait = max(wait, pause) }
                notBefore = .now + pause
            }
        }
        nextAttempt = .now + wait
        if uptime != nil { return .again(after: wait, problem) }
        round.append(problem)
        if wait == .zero && round.count < settings.addresses.count { return .again(after: wait, nil) }
        defer { round = [] }
        return .again(after: wait, LinkProblem(round: round))
    }
}

extension LinkProblem {
    /// What became of one attempt at each address, in one line.
    init(round: [LinkProblem]) {
        // What a person can fix comes first.
        let worst = round.first { $0.remedy == .reconnectSlowly } ?? round.first { $0.kind != .unreachable }
        let texts = TextSet(round.map(\.text)).sorted()
        self.init(worst?.kind ?? .unreachable, texts.joined(separator: "; "))
    }
}
