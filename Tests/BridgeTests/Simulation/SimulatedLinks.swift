import Events

@testable import RabbitMQ

/// The consuming link as its thread runs it, with the real session in it and the simulated wire below.
struct SimulatedConsumerLink {
    private(set) var session: ConsumerSession?
    private(set) var channel: ConsumingChannel?
    private var generations: UInt64 = 0
    private var open: Generation?
    private var settled: [UInt64] = []
    private var isPaused = false
    var wantsPause = false

    var isUp: Bool { channel != nil }

    mutating func settle(_ generation: Generation, _ tags: [UInt64]) {
        if generation == open { settled += tags }
    }

    mutating func connect(to broker: SimulatedBroker) throws {
        generations += 1
        let channel = ConsumingChannel()
        isPaused = wantsPause
        var session = ConsumerSession(
            generation: Generation(generations), queues: ["in", "brief"], bodyLimit: 1 << 20, isPaused: isPaused)
        channel.written.append(contentsOf: session.opened())
        self.session = session
        self.channel = channel
        broker.accept(channel)
    }

    /// One turn of the thread, reading at most so many frames.
    mutating func turn(_ limit: Int) throws -> [ConsumerEvent] {
        guard let channel, session != nil else { return [] }
        var events: [ConsumerEvent] = []
        let generation = Generation(generations)
        session?.settled(settled, of: generation)
        settled = []
        for _ in 0..<limit {
            guard let frame = channel.sent.popFirst() else { break }
            try perform(session?.frameReceived(frame) ?? [], channel, &events)
        }
        if wantsPause != isPaused {
            isPaused = wantsPause
            try perform((isPaused ? session?.paused() : session?.resumed()) ?? [], channel, &events)
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
                open = Generation(generations)
                events.append(.ready(Generation(generations)))
            case .deliver(let deliveries): events.append(.delivered(deliveries))
            case .end(let problem, _): throw Violation("the consuming session gave up: \(problem)")
            case .consume, .cancel, .acknowledge: channel.written.append(action)
            }
        }
    }

    mutating func lose() -> ConsumerEvent {
        channel?.isLeft = true
        channel = nil
        session = nil
        open = nil
        settled = []
        return .lost(LinkProblem(.connectionLost, "lost"), retryIn: .zero)
    }
}

/// The same for the publishing link.
struct SimulatedPublisherLink {
    private(set) var session: PublisherSession?
    private(set) var channel: PublishingChannel?
    private var generations: UInt64 = 0
    private var open: Generation?
    private var mail: [Publication] = []

    var isUp: Bool { channel != nil }

    mutating func publish(_ batch: [Publication], generation: Generation) {
        if generation == open { mail += batch }
    }

    mutating func connect(to broker: SimulatedBroker) -> PublisherEvent {
        generations += 1
        let channel = PublishingChannel()
        session = PublisherSession(
            generation: Generation(generations), confirmTimeout: .seconds(30), suspects: session?.suspects ?? 0)
        self.channel = channel
        open = Generation(generations)
        broker.accept(channel)
        return .ready(Generation(generations))
    }

    /// One turn of the thread: reads at most so many frames, then writes at most so many publications.
    mutating func turn(reading: Int, writing: Int, at now: ContinuousClock.Instant) throws -> [PublisherEvent] {
        guard let channel, session != nil else { return [] }
        session?.publicationsReceived(mail)
        mail = []
        for _ in 0..<reading {
            guard let frame = channel.sent.popFirst() else { break }
            if case .end(let problem, _) = session?.frameReceived(frame, at: now) {
                throw Violation("the publishing session gave up: \(problem)")
            }
        }
        for _ in 0..<writing {
            guard let publication = session?.nextPublication() else { break }
            channel.written.append(publication)
            session?.sent(publication, at: now)
        }
        if channel.sent.isEmpty, case .end = session?.timePassed(now) { return lose() }
        let outcomes = session?.takeOutcomes() ?? []
        return outcomes.isEmpty ? [] : [.settled(outcomes)]
    }

    mutating func lose() -> [PublisherEvent] {
        let outcomes = session?.takeOutcomes() ?? []
        channel?.isLeft = true
        channel = nil
        open = nil
        mail = []
        let lost = PublisherEvent.lost(LinkProblem(.connectionLost, "lost"), retryIn: .zero)
        return outcomes.isEmpty ? [lost] : [.settled(outcomes), lost]
    }
}
