import AMQP
import Threads

/// One round through all that a broker's address stands for: every address of its name gets a share of the time, so
/// that one that swallows everything, at whatever point, does not keep us from the next.
struct Round {
    /// No address gets less than this, however many there are.
    private static let leastShare = Duration.milliseconds(500)

    let address: BrokerAddress
    let settings: LinkSettings
    /// In the order to try them.
    var places: [HostAddress]

    /// - Returns: the connection, and which of the places it leads to.
    func connect(_ watchdog: Watchdog) throws(LinkProblem) -> (Connection, HostAddress) {
        let start = ContinuousClock.now
        var problems: [LinkProblem] = []
        for (number, place) in places.enumerated() {
            let left = settings.connectTimeout - start.duration(to: .now)
            let share = max(left / (places.count - number), min(Self.leastShare, settings.connectTimeout))
            do throws(LinkProblem) {
                return (try connect(to: place, share, isLast: number == places.count - 1, watchdog), place)
            } catch {
                // What the broker says itself it says at its other addresses, too.
                guard error.isOfThePlace else { throw error }
                problems.append(error)
            }
        }
        throw Self.summary(problems, of: address)
    }

    private func connect(
        to place: HostAddress, _ share: Duration, isLast: Bool, _ watchdog: Watchdog
    ) throws(LinkProblem) -> Connection {
        let logins = settings.tls.logins(at: address)
        var refused: LinkProblem?
        for login in logins {
            let call = Call(
                address: address, place: place, login: login, reachLimit: share,
                loginLimit: isLast ? settings.answerTimeout : settings.answerTimeout / places.count)
            do throws(LinkProblem) {
                return try Connection(call, settings, watchdog)
            } catch {
                guard error.kind == .loginNotOffered else { throw error }
                if refused == nil { refused = error }
            }
        }
        throw refused ?? LinkProblem(.unreachable, "no way to log in is left")
    }

    private static func summary(_ problems: [LinkProblem], of address: BrokerAddress) -> LinkProblem {
        guard let last = problems.last else { return LinkProblem(.unreachable, "\(address) has no address") }
        if problems.count == 1 { return last }
        return LinkProblem(
            last.kind,
            "none of the \(problems.count) addresses of \(address) can be used: "
                + problems.map(\.text).joined(separator: "; "))
    }
}

extension LinkProblem {
    /// Another address of the same name may do better.
    fileprivate var isOfThePlace: Bool {
        switch kind {
        case .unreachable, .connectionLost, .heartbeatMissed, .writeStuck, .protocolBroken, .closedByBroker: true
        default: false
        }
    }
}
