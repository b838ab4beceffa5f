/// Which address is tried when: through the list without waiting, then a pause.
package struct Reconnection: Sendable {
    /// A link that was up for so long begins again: its loss has nothing to do with the last one.
    static let steady = Duration.seconds(30)

    private let addresses: Int
    private var backoff: Backoff
    private var failures = 0
    /// The index of the address to try.
    package private(set) var current = 0

    package init(addresses: Int, backoff: Backoff) {
        self.addresses = max(1, addresses)
        self.backoff = backoff
    }

    /// The address to try next, out of its turn.
    package mutating func prefer(_ address: Int) { current = address % addresses }

    /// The link came up and was lost. Without another address the same one is tried, after a pause.
    package mutating func lost(
        after uptime: Duration, remedy: LinkProblem.Remedy, using random: inout some RandomNumberGenerator
    ) -> Duration {
        failures = 0
        if remedy == .reconnectAtOnce { return .zero }
        if uptime >= Self.steady { backoff.reset() }
        return failed(remedy: remedy, using: &random)
    }

    /// The link did not come up, or was lost: how long to wait before `current`, which is the next address now.
    package mutating func failed(remedy: LinkProblem.Remedy, using random: inout some RandomNumberGenerator) -> Duration
    {
        failures += 1
        current = (current + 1) % addresses
        if failures % addresses != 0 { return .zero }
        return switch remedy {
        case .reconnect, .reconnectAtOnce: backoff.next(using: &random)
        case .reconnectSlowly, .stop: backoff.slow(using: &random)
        }
    }
}
