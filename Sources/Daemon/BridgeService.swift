import AMQP
import Core
import DequeModule
import EnginePort
package import Logging
import Messages
import Operations
import RabbitMQ
import SQLiteStore
import StorePort
import Threads
import Values

/// The bridge with its threads: the core on one of its own, and a link to the broker for each direction.
package actor BridgeService {
    private let executor: ThreadExecutor
    private nonisolated let mailbox: BridgeMailbox
    let core: Core
    /// What the core writes to, for what only this kind of store needs: backups, the mark beside it, its end.
    let store: Store
    private let settings: BridgeSettings
    let logger: Logger
    let control: ControlServer?
    /// What was asked and is not answered; at most as many as the control socket has seats.
    var calls = Deque<ControlCall>()
    var backup: Backup?
    /// By the number of what was parked.
    var retries: [Int64: WaitingRetry] = [:]
    var nextMark = ContinuousClock.now + .seconds(60)
    private var consumer: ConsumerLink?
    private var publisher: PublisherLink?
    private var publishing: Generation?
    private var pausedQueues: TextSet = []
    private var stopping: Stopping?
    private var openLinks = 0
    var end: BridgeEnd?
    private var waiter: CheckedContinuation<BridgeEnd, Never>?
    private var report: OutcomeReport
    private var isStoreClosed = false
    /// What was last said of a broker that no link reaches, and until when that need not be said again.
    private var away: (reason: String, until: ContinuousClock.Instant)?

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private struct Stopping {
        var deadline: ContinuousClock.Instant
        /// What the broker had sent before it knew may still come.
        var isConsuming = true
        var isClosing = false
        var isDrained = false
    }

    package init(_ bridge: sending Bridge, settings: BridgeSettings, logger: Logger) throws {
        executor = try ThreadExecutor()
        let mailbox = BridgeMailbox(executor.doorbell)
        self.mailbox = mailbox
        core = bridge.core
        store = bridge.store
        self.settings = settings
        self.logger = logger
        report = OutcomeReport(logger: logger)
        control = try settings.control.map { path in
            try ControlServer(at: path) { mailbox.put(.asked($0)) }
        }
        try executor.start { [weak self] in self?.assumeIsolated { $0.turn() } ?? .gone }
    }

    deinit {
        control?.close()
        executor.doorbell.ring()
    }

    /// Connects, and works until it is stopped or cannot go on.
    package func run() async -> BridgeEnd {
        do throws(LinkProblem) {
            try openTheLinks()
        } catch {
            return .refused(error)
        }
        return await withCheckedContinuation { continuation in
            waiter = continuation
            executor.doorbell.ring()
        }
    }

    /// Consumes nothing more, applies what has arrived, waits for the confirms, and ends.
    package nonisolated func stop() { mailbox.put(.stopRequested) }

    private func openTheLinks() throws(LinkProblem) {
        let mailbox = mailbox
        perform(core.pausedAtStart)
        consumer = try ConsumerLink(
            settings: settings.link(named: "consume", core.units.journal(ofLink: 0)), topology: settings.consuming,
            prefetch: settings.prefetch,
            pausedQueues: pausedQueues, caution: settings.wasUnclean ? Caution() : nil, logger: logger,
            onEvent: { mailbox.put(.consumer($0)) })
        openLinks += 1
        publisher = try PublisherLink(
            settings: settings.link(named: "publish", core.units.journal(ofLink: 1)), topology: settings.publishing,
            window: core.publishingWindow, logger: logger,
            onEvent: { mailbox.put(.publisher($0)) })
        openLinks += 1
    }

    private func turn() -> Turn {
        if end != nil {
            control?.close()
            if case .stopped(let isDrained) = end { closeTheStore(isClean: isDrained) }
            if case .refused = end { closeTheStore(isClean: true) }
            waiter?.resume(returning: end ?? .stopped(isDrained: false))
            waiter = nil
            return .finished
        }
        for letter in mailbox.take() { receive(letter) }
        let now = Timestamp.systemNow()
        let hasAttended = attend(at: now)
        if core.hasWork(at: now) {
            perform(core.round(at: now))
            return .again
        }
        if hasAttended { return .again }
        answerRetries([])
        advanceStopping()
        if end != nil { return .again }
        return .sleep(Sleep(until: nextWake(at: now)))
    }

    private func nextWake(at now: Timestamp) -> ContinuousClock.Instant? {
        let work = core.nextDeadline.map { ContinuousClock.now + max(.zero, $0 - now) }
        let retry = retries.values.map(\.deadline).min()
        let times = [work, stopping?.deadline, report.nextReport, retry].compactMap { $0 }
        return times.min()
    }

    func perform(_ effects: CoreEffects) {
        if let failure = effects.fatal {
            logger.critical(
                "the store is lost; ending without settling anything", metadata: .keys([.reason: "\(failure)"]))
            end = .storeLost(failure)
            return
        }
        if !effects.publish.isEmpty || !effects.settle.isEmpty { markProgress() }
        if end != nil { return }
        for settlement in effects.settle { consumer?.settle(settlement.generation, tags: settlement.tags) }
        begin(effects.steps)
        publish(effects.publish)
        switch effects.consuming {
        case .pause(let reason):
            logger.error("not consuming for now", metadata: .keys([.reason: "\(reason)"]))
            consumer?.pause()
        case .resume:
            logger.notice("consuming again")
            consumer?.resume()
        case nil: break
        }
        perform(effects.queues)
        answerRetries(effects.retried)
        report.add(effects, outcomes: core.outcomes, kept: core.kept)
    }

    /// The engine runs these elsewhere.
    private func begin(_ steps: [NumberedStep]) {
        if steps.isEmpty { return }
        core.work.engine.begin(steps) { [mailbox] number, answer in mailbox.put(.stepped(number, answer)) }
    }

    private func perform(_ changes: [CoreEffects.QueueChange]) {
        if changes.isEmpty { return }
        for change in changes {
            switch change {
            case .pause(let queue, let reason):
                pausedQueues.insert(queue)
                logger.warning("not consuming one queue", metadata: .keys([.queue: "\(queue)", .reason: "\(reason)"]))
            case .resume(let queue):
                pausedQueues.remove(queue)
                logger.notice("consuming the queue again", metadata: .keys([.queue: "\(queue)"]))
            }
        }
        consumer?.pause(queues: pausedQueues)
    }
}

extension BridgeService {
    /// Publications for a link that is lost are not taken by its successor: the relay gives them again.
    private func publish(_ publications: [NumberedPublication]) {
        guard !publications.isEmpty, let publishing, let publisher else { return }
        if publisher.publish(publications, generation: publishing) || stopping?.isClosing == true { return }
        // The window is the relay's own, so this is a fault here; what is in the outbox goes out after the next start.
        end = .refused(LinkProblem(.unreachable, "the link does not take what the relay gives it"))
    }
}

// MARK: - What the links say

extension BridgeService {
    private func receive(_ letter: BridgeMailbox.Letter) {
        switch letter {
        case .consumer(let event): receive(event)
        case .publisher(let event): receive(event)
        case .stepped(let number, let answer): core.stepAnswered(number, answer)
        case .asked(let call): calls.append(call)
        case .stopRequested:
            guard stopping == nil else { return }
            logger.notice("stopping: finishing what has arrived")
            stopping = Stopping(deadline: .now + settings.grace)
            consumer?.stop()
        }
    }

    private func receive(_ event: ConsumerEvent) {
        switch event {
        case .ready(let generation):
            away = nil
            logger.notice(
                "consuming", metadata: .keys([.queues: "\(settings.consuming.consumed.joined(separator: ","))"]))
            core.consumerReady(generation)
        case .delivered(let deliveries): core.deliveriesArrived(deliveries)
        case .lost(let problem, let wait):
            core.consumerLost()
            stopping?.isConsuming = false
            log(problem, "consuming", retryIn: wait)
        case .refused(let problem): end = .refused(problem)
        case .warning(let text): logger.warning("\(text)")
        case .drained: stopping?.isConsuming = false
        case .stopped: linkStopped()
        }
    }

    private func receive(_ event: PublisherEvent) {
        switch event {
        case .ready(let generation):
            logger.notice("publishing")
            publishing = generation
            core.publisherReady()
        case .settled(let outcomes): core.publicationsSettled(outcomes, at: .systemNow())
        case .lost(let problem, let wait):
            core.publisherLost()
            log(problem, "publishing", retryIn: wait)
        case .refused(let problem): end = .refused(problem)
        case .blocked(let reason):
            logger.warning("the broker takes no publications for now", metadata: .keys([.reason: "\(reason)"]))
        case .unblocked: logger.notice("the broker takes publications again")
        case .warning(let text): logger.warning("\(text)")
        case .stopped: linkStopped()
        }
    }

    private func log(_ problem: LinkProblem, _ what: String, retryIn wait: Duration) {
        // Both links try the same addresses, again and again: one line for both, and now and then.
        if [.unreachable, .consumerUnanswered].contains(problem.kind) {
            if let away, away.reason == problem.text, ContinuousClock.now < away.until { return }
            away = (problem.text, .now + max(wait, .seconds(30)))
        }
        let seconds = Double(wait.components.seconds) + Double(wait.components.attoseconds) / 1e18
        let metadata = Logger.Metadata.keys([
            .reason: "\(problem)", .againIn: "\((seconds * 10).rounded() / 10)s", .kind: "\(problem.kind.rawValue)",
        ])
        logger.log(level: problem.remedy == .reconnectSlowly ? .error : .warning, "not \(what)", metadata: metadata)
    }
}

// MARK: - Stopping

extension BridgeService {
    /// When nothing is left to do or the grace is over: lets the last acks out and leaves.
    private func advanceStopping() {
        guard let state = stopping, !state.isClosing else { return }
        core.flush(at: .systemNow())
        let isDrained = core.isDrained && !state.isConsuming
        guard isDrained || ContinuousClock.now >= state.deadline else { return }
        stopping?.isClosing = true
        stopping?.isDrained = isDrained
        stopping?.deadline = .now + settings.grace
        if !isDrained {
            logger.warning("the grace is over; what is not confirmed stays in the store for the next start")
        }
        consumer?.close()
        publisher?.close()
        if openLinks == 0 { end = .stopped(isDrained: isDrained) }
    }

    /// After a stop all is in one file: also who copies no log has everything.
    private func closeTheStore(isClean: Bool) {
        guard !isStoreClosed else { return }
        isStoreClosed = true
        backup = nil
        do {
            if isClean { try store.noteCleanEnd() }
            try store.close()
        } catch {
            logger.warning(
                "the database was not closed; its log stays beside it", metadata: .keys([.reason: "\(error)"]))
        }
    }

    private func linkStopped() {
        openLinks -= 1
        if openLinks == 0 { end = .stopped(isDrained: stopping?.isDrained ?? false) }
    }
}
