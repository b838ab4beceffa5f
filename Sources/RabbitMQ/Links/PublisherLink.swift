package import AMQP
package import Logging
package import Messages
import Threads
import Values

/// A connection that publishes with confirms: it sets the topology up, tells what became of every publication, and
/// comes back by itself when it is lost. An actor on a thread of its own; whoever calls it never waits.
package actor PublisherLink {
    private static let framesAtOnce = 1024
    /// So much is written before the broker's answers are looked at again.
    private static let publicationsAtOnce = 128
    private static let bytesAtOnce = 256 << 10

    private let executor: ThreadExecutor
    private nonisolated let mailbox: PublisherMailbox
    private let settings: LinkSettings
    private let logger: Logger
    private let onEvent: @Sendable (PublisherEvent) -> Void
    private let watchdog: Watchdog
    private var dialer: Dialer
    private var setup: TopologySetup
    private var repair: TopologyRepair?
    private var connection: Connection?
    private var session: PublisherSession
    private var isOver = false

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Begins to connect at once. `onEvent` is called on the link's thread and must not block. No more than `window`
    /// publications may be unsettled at a time.
    package init(
        settings: LinkSettings, topology: Topology, window: Int, logger: Logger,
        onEvent: @escaping @Sendable (PublisherEvent) -> Void
    ) throws(LinkProblem) {
        executor = try .forLink()
        mailbox = PublisherMailbox(executor.doorbell, window: window)
        watchdog = try .forLink()
        self.settings = settings
        self.logger = logger
        self.onEvent = onEvent
        dialer = Dialer(settings, watchdog)
        setup = TopologySetup(topology)
        session = PublisherSession(
            generation: Generation(0), confirmTimeout: settings.confirmTimeout,
            exchanges: topology.exchanges.map(\.name))
        settings.news.listen(executor.doorbell)
        try executor.startLink { [weak self] in self?.assumeIsolated { $0.turn() } ?? .gone }
    }

    deinit {
        repair?.close()
        watchdog.close()
        settings.news.leave(executor.doorbell)
        executor.doorbell.ring()
    }

    /// Hands publications over, in this order. Those for a generation that is not up are forgotten: publish them again
    /// after the next `ready`. False, and nothing is taken, beyond the window and after `stop()`.
    package nonisolated func publish(_ batch: [NumberedPublication], generation: Generation) -> Bool {
        mailbox.publish(batch, generation)
    }

    /// Takes nothing more, and leaves once everything is settled or the link is lost. `stopped` is the last event.
    package nonisolated func stop() { mailbox.change { $0.isStopped = true } }

    /// Leaves at once; what is unconfirmed is forgotten. `stopped` is the last event.
    package nonisolated func close() { mailbox.change { $0.isClosed = true } }

    private func turn() -> Turn {
        if isOver { return .finished }
        let mail = mailbox.take()
        guard let connection else { return down(mail) }
        do throws(Ending) {
            session.publicationsReceived(mail.publications)
            let sleep = try work(connection)
            if mail.isClosed || (mail.isStopped && session.unsettled == 0) { return finish() }
            return sleep
        } catch {
            leave(error)
            return .again
        }
    }

    private func work(_ connection: Connection) throws(Ending) -> Turn {
        // Reading first: after two silent heartbeats a publish would hang, and the broker may have said `blocked`.
        let isAllRead = try read(connection)
        tellOutcomes()
        if !isAllRead { return .again }
        var sleep = Sleep(socket: connection.socket, until: .now + connection.longestSleep)
        if session.mayPublish {
            if connection.isWritable {
                try Ending.of { () throws(LinkProblem) in try write(connection) }
                if session.mayPublish { return .again }
                tellOutcomes()
            } else {
                sleep.untilWritable = true
            }
        }
        if let deadline = session.deadline { sleep.until = min(sleep.until ?? deadline, deadline) }
        return .sleep(sleep)
    }

    /// False if there is more to read at once.
    private func read(_ connection: Connection) throws(Ending) -> Bool {
        let now = ContinuousClock.now
        defer { connection.releaseFrames() }
        for _ in 0..<Self.framesAtOnce {
            guard let frame = try Ending.of({ () throws(LinkProblem) in try connection.nextFrame() }) else {
                try perform(session.timePassed(now))
                return true
            }
            try perform(session.frameReceived(frame, at: now))
        }
        return false
    }

    private func perform(_ action: PublisherAction?) throws(Ending) {
        switch action {
        case nil: return
        case .announceBlocked(let reason): onEvent(.blocked(reason))
        case .announceUnblocked: onEvent(.unblocked)
        case .end(let problem, let farewell): throw Ending(problem: problem, farewell: farewell)
        }
    }

    private func write(_ connection: Connection) throws(LinkProblem) {
        let now = ContinuousClock.now
        try connection.writing { () throws(LinkProblem) in
            var bytes = 0
            for _ in 0..<Self.publicationsAtOnce {
                guard bytes < Self.bytesAtOnce, let next = session.nextPublication() else { return }
                if let objection = try connection.publish(next.publication) {
                    session.refused(next, because: objection.reason)
                } else {
                    session.sent(next, at: now)
                }
                bytes += next.publication.body.count
            }
        }
    }

    private func tellOutcomes() {
        let outcomes = session.takeOutcomes()
        if outcomes.isEmpty { return }
        mailbox.settled(outcomes.count)
        onEvent(.settled(outcomes))
    }

    /// Not connected: waits for the time to try again, and tries.
    private func down(_ mail: PublisherMailbox.Mail) -> Turn {
        if mail.isClosed || mail.isStopped { return finish() }
        dialer.hearNews()
        guard let nextAttempt = dialer.nextAttempt else { return .sleep(Sleep()) }
        if nextAttempt > .now { return .sleep(Sleep(until: nextAttempt)) }
        do throws(Ending) {
            try Ending.of { () throws(LinkProblem) in try connect() }
        } catch {
            leave(error)
        }
        return .again
    }

    private func connect() throws(LinkProblem) {
        let connection = try dialer.connect()
        if setup.isDone {
            try askForRepair()
        } else {
            for warning in try setup.run(on: connection) { onEvent(.warning(warning)) }
        }
        try connection.selectConfirms()
        try connection.beginReading()
        self.connection = connection
        session = session.successor(dialer.cameUp())
        dialer.served()
        mailbox.open(session.generation)
        if let skipped = dialer.skipped { onEvent(.warning("another address of the broker had to do: \(skipped)")) }
        logger.debug("publishing", metadata: .keys([.broker: "\(connection.address)"]))
        onEvent(.ready(session.generation))
    }

    /// Publishes first: what it needs was there when this life began.
    private func askForRepair() throws(LinkProblem) {
        if repair == nil {
            repair = try TopologyRepair(settings, setup) { [onEvent] in onEvent(.warning($0)) }
        }
        repair?.request()
    }

    private func leave(_ ending: Ending) {
        if connection != nil {
            tellOutcomes()
            session.ended(ending.problem)
        }
        mailbox.open(nil)
        connection?.leave(ending.farewell)
        connection = nil
        if ending.problem.kind == .topologyMissing { setup.doubt() }
        switch dialer.wentDown(ending.problem) {
        case .again(let wait, let problem?): onEvent(.lost(problem, retryIn: wait))
        case .again(_, nil): break
        case .never: onEvent(.refused(ending.problem))
        }
    }

    private func finish() -> Turn {
        tellOutcomes()
        mailbox.open(nil)
        connection?.leave(.close)
        connection = nil
        isOver = true
        repair?.close()
        settings.news.leave(executor.doorbell)
        watchdog.close()
        onEvent(.stopped)
        return .finished
    }
}
