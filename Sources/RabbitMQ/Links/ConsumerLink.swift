import AMQP
package import Logging
package import Messages
import Threads
package import Values

/// A connection that consumes and acknowledges: it sets the topology up, hands over what arrives, and comes back by
/// itself when it is lost. An actor on a thread of its own; whoever calls it never waits.
package actor ConsumerLink {
    /// So many frames are read before what they brought is handed over.
    private static let framesAtOnce = 1024
    /// Each a quarter of a second after the one before.
    private static let looks = 12

    private let executor: ThreadExecutor
    private nonisolated let mailbox: ConsumerMailbox
    private let settings: LinkSettings
    private let prefetch: Int
    /// Until it is over, the prefetch is lower.
    private let caution: Caution?
    /// That of the consumers as they are.
    private var currentPrefetch = 0
    private let logger: Logger
    private let onEvent: @Sendable (ConsumerEvent) -> Void
    private let watchdog: Watchdog
    private var dialer: Dialer
    private var setup: TopologySetup
    private var repair: TopologyRepair?
    private var connection: Connection?
    private var session: ConsumerSession
    /// What the session was told to do, or is told when it begins.
    private var course = ConsumerMailbox.Course.on
    private var pausing: Pausing
    private var isOver = false
    /// How often it is still looked whether consumers that were given up unanswered are gone, before it consumes beside
    /// them.
    private var looksLeft = 0

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Begins to connect at once. `onEvent` is called on the link's thread and must not block; `prefetch` is per queue,
    /// and lower for a while with `caution`. `pausedQueues` are not consumed until `pause(queues:)` says otherwise.
    package init(
        settings: LinkSettings, topology: Topology, prefetch: Int, pausedQueues: TextSet = [],
        caution: Caution? = nil, logger: Logger,
        onEvent: @escaping @Sendable (ConsumerEvent) -> Void
    ) throws(LinkProblem) {
        executor = try .forLink()
        pausing = .some(pausedQueues)
        mailbox = ConsumerMailbox(executor.doorbell, pausing: .some(pausedQueues))
        watchdog = try .forLink()
        self.settings = settings
        // 0 would be no limit at all.
        self.prefetch = max(1, min(prefetch, Int(UInt16.max)))
        self.caution = caution
        self.logger = logger
        self.onEvent = onEvent
        // A quorum queue gives what was under way to whoever consumes next, before anything newer; but only if its new
        // leader has noticed that the old consumer's node is gone.
        dialer = Dialer(settings, watchdog, pauseAfterLoss: .seconds(1))
        setup = TopologySetup(topology)
        session = ConsumerSession(generation: Generation(0), queues: [], bodyLimit: 0)
        settings.news.listen(executor.doorbell)
        try executor.startLink { [weak self] in self?.assumeIsolated { $0.turn() } ?? .gone }
    }

    deinit {
        repair?.close()
        watchdog.close()
        settings.news.leave(executor.doorbell)
        executor.doorbell.ring()
    }

    /// Acknowledges deliveries whose effect is committed. Those of an older generation are ignored: they come again.
    package nonisolated func settle(_ generation: Generation, tags: [UInt64]) { mailbox.settle(generation, tags) }

    /// Takes no more deliveries until `resume()`; a few that are on their way still arrive.
    package nonisolated func pause() { mailbox.change { $0.pausing.pauseAll() } }

    package nonisolated func resume() { mailbox.change { $0.pausing.resumeAll() } }

    /// These queues and no others are not consumed for now; a few deliveries that are on their way still arrive.
    package nonisolated func pause(queues: TextSet) { mailbox.change { $0.pausing.pause(queues) } }

    /// Consumes no more: what is on its way is still delivered, then comes `drained`. Settlements go out until `close()`.
    package nonisolated func stop() { mailbox.change { $0.course = max($0.course, .stopped) } }

    /// Sends the settlements that were asked for, and leaves. `stopped` is the last event.
    package nonisolated func close() { mailbox.change { $0.course = .closed } }

    private var wantedPrefetch: Int {
        guard let caution, setup.isTight, !caution.isOver else { return prefetch }
        return caution.prefetch(of: prefetch)
    }

    private func turn() -> Turn {
        if isOver { return .finished }
        let mail = mailbox.take()
        guard let connection else { return down(mail) }
        do throws(Ending) {
            let pace = try work(mail, connection)
            if mail.course == .closed { return finish() }
            switch pace {
            case .more: return .again
            case .allRead:
                let longest =
                    session.isWindingDown
                    ? Duration.milliseconds(10)
                    : session.awaitsFirstAnswer ? .milliseconds(100) : connection.longestSleep
                return .sleep(Sleep(socket: connection.socket, until: .now + longest))
            case .full: return .sleep(Sleep(until: .now + connection.longestSleep))
            }
        } catch {
            leave(error)
            return .again
        }
    }

    private func work(_ mail: ConsumerMailbox.Mail, _ connection: Connection) throws(Ending) -> Pace {
        session.settled(mail.settled, of: session.generation)
        let pace = try read(connection)
        try steer(mail, connection)
        try perform(session.framesDrained(), connection)
        if session.awaitsFirstAnswer, repair?.isDone ?? false { session.brokerServes(.now) }
        try perform(session.timePassed(.now), connection)
        if currentPrefetch < wantedPrefetch, session.widened(to: wantedPrefetch, .now) {
            currentPrefetch = wantedPrefetch
        }
        try perform(session.settlementsTaken(areLast: mail.course == .closed), connection)
        return pace
    }

    private enum Pace {
        case allRead, more
        /// The broker waits in TCP until something is settled.
        case full
    }

    private func read(_ connection: Connection) throws(Ending) -> Pace {
        defer { connection.releaseFrames() }
        for _ in 0..<Self.framesAtOnce {
            if session.isFull {
                try Ending.of { () throws(LinkProblem) in try connection.keepAlive() }
                return .full
            }
            guard let frame = try Ending.of({ () throws(LinkProblem) in try connection.nextFrame() }) else {
                return .allRead
            }
            try perform(session.frameReceived(frame), connection)
        }
        return .more
    }

    private func steer(_ mail: ConsumerMailbox.Mail, _ connection: Connection) throws(Ending) {
        if mail.course == .stopped && course == .on { try perform(session.stopped(.now), connection) }
        course = mail.course
        if mail.pausing != pausing {
            pausing = mail.pausing
            try perform(session.paused(as: pausing), connection)
        }
    }

    private func perform(_ actions: [ConsumerAction], _ connection: Connection) throws(Ending) {
        if actions.isEmpty { return }
        for action in actions {
            switch action {
            case .announceReady:
                dialer.served()
                mailbox.open(session.generation)
                onEvent(.ready(session.generation))
            case .deliver(let deliveries): onEvent(.delivered(deliveries))
            case .announceDrained: onEvent(.drained)
            case .end(let problem, let farewell): throw Ending(problem: problem, farewell: farewell)
            case .consume, .cancel, .setPrefetch, .acknowledge: break
            }
        }
        try Ending.of { () throws(LinkProblem) in try write(actions, connection) }
    }

    private func write(_ actions: [ConsumerAction], _ connection: Connection) throws(LinkProblem) {
        try connection.writing { () throws(LinkProblem) in
            for action in actions {
                switch action {
                case .consume(let queue, let consumer): try connection.consume(queue: queue, consumer: consumer)
                case .cancel(let consumer): try connection.cancel(consumer: consumer)
                case .setPrefetch(let count): try connection.changePrefetch(count)
                case .acknowledge(let acknowledgement): try connection.acknowledge(acknowledgement)
                case .announceReady, .announceDrained, .deliver, .end: break
                }
            }
        }
    }

    /// Not connected: waits for the time to try again, and tries.
    private func down(_ mail: ConsumerMailbox.Mail) -> Turn {
        if mail.course == .closed { return finish() }
        if mail.course == .stopped && course == .on { onEvent(.drained) }
        course = mail.course
        pausing = mail.pausing
        dialer.hearNews()
        guard let nextAttempt = dialer.nextAttempt, course == .on else { return .sleep(Sleep()) }
        if nextAttempt > .now { return .sleep(Sleep(until: nextAttempt)) }
        do throws(Ending) {
            try Ending.of { () throws(LinkProblem) in try connect() }
            if let connection { try perform(session.opened(), connection) }
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
        try lookForGivenUp(on: connection)
        let prefetch = wantedPrefetch
        currentPrefetch = prefetch
        try connection.setPrefetch(prefetch)
        try connection.beginReading()
        self.connection = connection
        session = ConsumerSession(
            generation: dialer.cameUp(), queues: setup.topology.consumed, bodyLimit: settings.bodyLimit,
            bytesLimit: settings.unsettledBytesLimit, countLimit: 2 * prefetch * max(1, setup.topology.consumed.count),
            window: prefetch * setup.topology.consumed.count,
            isAfterLoss: setup.isDone && dialer.isTroubled, pausing: pausing)
        if let skipped = dialer.skipped { onEvent(.warning("another address of the broker had to do: \(skipped)")) }
        logger.debug("consuming", metadata: .keys([.broker: "\(connection.address)", .prefetch: "\(prefetch)"]))
    }

    /// Consumers that were given up unanswered are given messages until the broker has noticed that their channel is gone.
    /// Whoever consumes beside them is given newer ones, and theirs come later.
    private func lookForGivenUp(on connection: Connection) throws(LinkProblem) {
        if looksLeft == 0 { return }
        looksLeft -= 1
        for queue in setup.topology.consumed where try connection.countConsumers(of: queue) > 0 {
            throw LinkProblem(
                .consumerUnanswered,
                "the queue \(queue) still has a consumer that was given up: its messages come first, when it is gone")
        }
        looksLeft = 0
    }

    /// Consumes first: what it needs was there when this life began.
    private func askForRepair() throws(LinkProblem) {
        if repair == nil {
            repair = try TopologyRepair(settings, setup) { [onEvent] in onEvent(.warning($0)) }
        }
        repair?.request()
    }

    private func leave(_ ending: Ending) {
        mailbox.open(nil)
        if connection != nil && ending.problem.kind == .consumerUnanswered { looksLeft = Self.looks }
        connection?.leave(ending.farewell)
        connection = nil
        if [.consumerCancelled, .topologyMissing].contains(ending.problem.kind) { setup.doubt() }
        switch dialer.wentDown(ending.problem) {
        case .again(let wait, let problem?): onEvent(.lost(problem, retryIn: wait))
        case .again(_, nil): break
        case .never: onEvent(.refused(ending.problem))
        }
    }

    private func finish() -> Turn {
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
