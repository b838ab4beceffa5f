import Synchronization
import Threads

/// What one link learns of the broker and the others may use: where one has come up, those that wait try at once.
final class BrokerNews: Sendable {
    private struct State {
        var latest: (at: ContinuousClock.Instant, address: Int)?
        var listeners: [ObjectIdentifier: Doorbell] = [:]
    }

    private let state = Mutex(State())

    init() {}

    /// Rings this link when another one comes up.
    func listen(_ doorbell: Doorbell) { state.withLock { $0.listeners[ObjectIdentifier(doorbell)] = doorbell } }

    func leave(_ doorbell: Doorbell) { state.withLock { $0.listeners[ObjectIdentifier(doorbell)] = nil } }

    /// A link is up at the address with this index.
    func cameUp(at address: Int) {
        let listeners = state.withLock { state in
            state.latest = (.now, address)
            return Array(state.listeners.values)
        }
        for doorbell in listeners { doorbell.ring() }
    }

    /// Where a link has come up since then.
    func address(since: ContinuousClock.Instant) -> Int? {
        state.withLock { state in
            guard let latest = state.latest, latest.at > since else { return nil }
            return latest.address
        }
    }
}
