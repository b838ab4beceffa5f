import Messages
import Threads
import Values

@testable import AMQP
@testable import RabbitMQ

/// The consuming link as its thread runs it, with the real mailbox and session in it and the simulated wire below.
struct SimulatedConsumerLink {
    private let mailbox: ConsumerMailbox
    private(set) var session: ConsumerSession?
    private(set) var channel: ConsumingChannel?
    private var generations: UInt64 = 0
    private var pausing = Pausing.none

    init() throws { mailbox = ConsumerMailbox(try Doorbell()) }

    var isUp: Bool { channel != nil }

    func settle(_ generation: Generation, _ tags: [UInt64]) { mailbox.settle(generation, tags) }

    func pause(_ isPaused: Bool) { mailbox.change { isPaused ? $0.pausing.pauseAll() : $0.pausing.resumeAll() } }

    mutating func connect(to broker: SimulatedBroker) throws {
        generations += 1
        let channel = ConsumingChannel()
        pausing = mailbox.take().pausing
        var session = ConsumerSession(
            generation: Generation(generations), queues: ["in", "brief"], bodyLimit: 1 << 20, pausing: pausing)
        channel.written.append(contentsOf: session.opened())
        self.session = session
        self.channel = channel
        broker.accept(channel)
    }

    /// One turn of the thread, reading at most so many frames.
    mutating func turn(_ limit: Int) throws -> [ConsumerEvent] {
        guard let channel, session != nil else { return [] }
        var events: [ConsumerEvent] = []
        let mail = mailbox.take()
        session?.settled(mail.settled, of: Generation(generations))
        for _ in 0..<limit {
            guard let frame = channel.sent.popFirst() else { break }
            try perform(session?.frameReceived(frame) ?? [], channel, &events)
        }
        if mail.pausing != pausing {
            pausing = mail.pausing
            try perform(session?.paused(as: pausing) ?? [], channel, &events)
        }
        try perform(session?.framesDrained() ?? [], channel, &events)
        try perform(session?.settlementsTaken() ?? [], channel, &events)
        return events
    }

    private mutating func perform(
        _ actions: [ConsumerAction], _ channel: ConsumingChannel, _ events: inout [ConsumerEvent]
    ) throws {
        for action in actions {
            switch action {
            case .announceReady:
                mailbox.open(Generation(generations))
                events.append(.ready(Generation(generations)))
            case .deliver(let deliveries): events.append(.delivered(deliveries))
            case .announceDrained: events.append(.drained)
            case .end(let problem, _): throw Violation("the consuming session gave up: \(problem)")
            case .consume, .cancel, .setPrefetch, .acknowledge: channel.written.append(action)
            }
        }
    }

    mutating func lose() -> ConsumerEvent {
        channel?.isLeft = true
        channel = nil
        session = nil
        mailbox.open(nil)
        return .lost(LinkProblem(.connectionLost, "lost"), retryIn: .zero)
    }
}

/// The same for the publishing link.
struct SimulatedPublisherLink {
    private let mailbox: PublisherMailbox
    private(set) var session: PublisherSession?
    private(set) var channel: PublishingChannel?
    private var generations: UInt64 = 0

    /// The message id of what was published under a number.
    private var ids: [Int64: String] = [:]

    func id(of number: Int64) -> String { ids[number] ?? "" }

    /// - Parameter window: how many may be unsettled; the relay must stay below it.
    init(window: Int) throws { mailbox = PublisherMailbox(try Doorbell(), window: window) }

    var isUp: Bool { channel != nil }

    mutating func publish(_ batch: [NumberedPublication], generation: Generation) throws {
        for one in batch { ids[one.number] = one.publication.properties.messageID ?? "" }
        guard mailbox.publish(batch, generation) else { throw Violation("the relay gave more than the window") }
    }

    mutating func connect(to broker: SimulatedBroker) -> PublisherEvent {
        generations += 1
        let channel = PublishingChannel()
        let next = Generation(generations)
        session = session?.successor(next) ?? PublisherSession(generation: next, confirmTimeout: .seconds(30))
        self.channel = channel
        mailbox.open(Generation(generations))
        broker.accept(channel)
        return .ready(Generation(generations))
    }

    /// One turn of the thread: reads at most so many frames, then writes at most so many publications.
    mutating func turn(reading: Int, writing: Int, at now: ContinuousClock.Instant) throws -> [PublisherEvent] {
        guard let channel, session != nil else { return [] }
        let mail = mailbox.take()
        session?.publicationsReceived(mail.publications)
        for _ in 0..<reading {
            guard let frame = channel.sent.popFirst() else { break }
            if case .end(let problem, _) = session?.frameReceived(frame, at: now) {
                guard problem.kind == .refusedAgainAndAgain else {
                    throw Violation("the publishing session gave up: \(problem)")
                }
                return lose(problem)
            }
        }
        for _ in 0..<writing {
            guard let next = session?.nextPublication() else { break }
            channel.written.append(next.publication)
            session?.sent(next, at: now)
        }
        if channel.sent.isEmpty, case .end = session?.timePassed(now) { return lose() }
        let outcomes = session?.takeOutcomes() ?? []
        mailbox.settled(outcomes.count)
        return outcomes.isEmpty ? [] : [.settled(outcomes)]
    }

    mutating func lose(_ problem: LinkProblem = LinkProblem(.connectionLost, "lost")) -> [PublisherEvent] {
        let outcomes = session?.takeOutcomes() ?? []
        session?.ended(problem)
        channel?.isLeft = true
        channel = nil
        mailbox.open(nil)
        let lost = PublisherEvent.lost(problem, retryIn: .zero)
        return outcomes.isEmpty ? [lost] : [.settled(outcomes), lost]
    }
}
