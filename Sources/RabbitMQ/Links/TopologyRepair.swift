import AMQP
import Synchronization
import Threads

/// Makes sure of a topology again after a link was lost and is up, on a connection of its own: the link does not wait
/// for it. A declaration may take a minute while a node of the broker's cluster does not answer.
actor TopologyRepair {
    /// A link that comes up and is lost again needs nothing declared in between.
    private static let delay = Duration.seconds(1)
    private static let longestWait = Duration.seconds(1)

    private let executor: ThreadExecutor
    private let watchdog: Watchdog
    private let onWarning: @Sendable (String) -> Void
    private nonisolated let order = Mutex(Order())
    private var dialer: Dialer
    private var setup: TopologySetup

    private struct Order {
        var wantedAt: ContinuousClock.Instant?
        var isClosed = false
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(
        _ settings: LinkSettings, _ setup: TopologySetup, onWarning: @escaping @Sendable (String) -> Void
    ) throws(LinkProblem) {
        executor = try .forLink()
        watchdog = try .forLink()
        self.setup = setup
        self.onWarning = onWarning
        var settings = settings
        settings.connectionName += ", declaring"
        // A link may wait to hear that the broker serves again.
        settings.backoff.longest = min(settings.backoff.longest, Self.longestWait)
        dialer = Dialer(settings, watchdog)
        try executor.startLink { [weak self] in self?.assumeIsolated { $0.turn() } ?? .gone }
    }

    deinit {
        watchdog.close()
        executor.doorbell.ring()
    }

    /// Soon, and until it has succeeded.
    nonisolated func request() {
        order.withLock { $0.wantedAt = .now + Self.delay }
        executor.doorbell.ring()
    }

    /// Nothing is asked for that has not succeeded since.
    nonisolated var isDone: Bool { order.withLock { $0.wantedAt == nil } }

    nonisolated func close() {
        order.withLock { $0.isClosed = true }
        executor.doorbell.ring()
    }

    private func turn() -> Turn {
        let (wantedAt, isClosed) = order.withLock { ($0.wantedAt, $0.isClosed) }
        if isClosed {
            watchdog.close()
            return .finished
        }
        guard let wantedAt, let nextAttempt = dialer.nextAttempt else { return .sleep(Sleep()) }
        let due = max(wantedAt, nextAttempt)
        if due > .now { return .sleep(Sleep(until: due)) }
        do throws(LinkProblem) {
            let connection = try dialer.connect()
            for warning in try setup.run(on: connection) { onWarning(warning) }
            connection.leave(.close)
            order.withLock { if $0.wantedAt == wantedAt { $0.wantedAt = nil } }
        } catch {
            // What is only away is told by the links.
            if case .never = dialer.wentDown(error) {
                onWarning("what the bridge needs cannot be declared again: \(error)")
            }
        }
        return .again
    }
}
