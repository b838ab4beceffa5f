import AMQP
import Daemon
import Logging
import Messages
import Operations
import RabbitMQ
import Routing
import Values

/// Moves dead letters back to their queues, one after the other: published, confirmed, and only then acknowledged.
final class LetterMover {
    private enum Happening: Sendable {
        case consumer(ConsumerEvent)
        case publisher(PublisherEvent)
        case tick
    }

    /// If nothing has come for so long, the queue is empty.
    private static let quiet = Duration.seconds(2)
    /// Letters that are looked at in advance, of each queue.
    private static let prefetch = 50
    /// Several letters may have one id. More are one that dies again and again, on a machine whose clock is behind.
    private static let movesOfOneID = 10

    private static var second: Int { Int(Timestamp.systemNow().microseconds / 1_000_000) }

    /// Queue of dead letters → the queues whose dead letters it has.
    private let queues: TextTable<[String]>
    private let settings: LinkSettings
    private let limit: Int
    private let patience: Duration
    /// A letter that died later than this second has died since the command began.
    private let began = LetterMover.second
    private(set) var moved = 0
    private var problem: String?
    private var waiting: [(letter: Delivery, queue: String)] = []
    private var isUnderWay = false
    private var publishing: Generation?
    private var isConsuming = false
    private var lastHappened = ContinuousClock.now
    /// How often each id was moved.
    private var moves: TextMap<Int> = [:]

    init(
        _ queues: TextTable<[String]>, _ settings: LinkSettings, limit: Int, patience: Duration
    ) {
        self.queues = queues
        self.settings = settings
        self.limit = limit
        self.patience = patience
    }

    /// - Parameter tell: is told of each letter that was moved, and where to.
    /// - Returns: why not all was done.
    func run(_ tell: (Delivery, String) -> Void) async throws -> String? {
        let (happenings, feed) = AsyncStream.makeStream(of: Happening.self)
        let consumer = try ConsumerLink(
            settings: settings, topology: Topology(consumed: queues.keys), prefetch: Self.prefetch,
            logger: .silent, onEvent: { feed.yield(.consumer($0)) })
        let publisher = try PublisherLink(
            settings: settings, topology: Topology(), window: 4096, logger: .silent,
            onEvent: { feed.yield(.publisher($0)) })
        let clock = Task {
            while !Task.isCancelled {
                try await Task.sleep(for: .milliseconds(200))
                feed.yield(.tick)
            }
        }
        defer {
            clock.cancel()
            publisher.close()
        }
        var isClosing = false
        for await happening in happenings {
            if case .consumer(.stopped) = happening { break }
            if isClosing { continue }
            take(happening, consumer, tell)
            if isDone {
                // What was settled is sent first.
                isClosing = true
                consumer.close()
            } else {
                publishNext(publisher)
            }
        }
        return problem
    }

    private var isDone: Bool {
        if problem != nil || moved >= limit { return true }
        let age = lastHappened.duration(to: .now)
        guard isConsuming, publishing != nil else {
            if age > patience { problem = "no answer from the broker within \(patience)" }
            return problem != nil
        }
        return !isUnderWay && waiting.isEmpty && age > Self.quiet
    }

    private func take(_ happening: Happening, _ consumer: ConsumerLink, _ tell: (Delivery, String) -> Void) {
        switch happening {
        case .consumer(.ready):
            isConsuming = true
            lastHappened = .now
        case .consumer(.delivered(let letters)):
            lastHappened = .now
            for letter in letters {
                if let queue = target(of: letter) { waiting.append((letter, queue)) }
            }
        case .publisher(.ready(let generation)): publishing = generation
        case .publisher(.settled(let outcomes)):
            lastHappened = .now
            if let outcome = outcomes.first { settled(outcome.result, consumer, tell) }
        case .publisher(.blocked(let reason)): problem = "the broker takes nothing for now: \(reason)"
        case .consumer(.lost(let lost, _)), .consumer(.refused(let lost)), .publisher(.lost(let lost, _)),
            .publisher(.refused(let lost)):
            problem = "\(lost); what was not told as sent back is still a dead letter"
        case .consumer, .publisher, .tick: break
        }
    }

    private func publishNext(_ publisher: PublisherLink) {
        // In a later second, so that what dies again is told from what was dead.
        guard !isUnderWay, let next = waiting.first, let publishing, Self.second > began else { return }
        isUnderWay = true
        let publication = ReturnedLetter.publication(of: next.letter, to: next.queue, at: .systemNow())
        let numbered = NumberedPublication(number: Int64(moved), publication: publication)
        _ = publisher.publish([numbered], generation: publishing)
    }

    private func settled(
        _ result: PublicationOutcome.Result, _ consumer: ConsumerLink, _ tell: (Delivery, String) -> Void
    ) {
        guard isUnderWay, let (letter, queue) = waiting.first else { return }
        let name = letter.properties.messageID ?? "a message without an id"
        switch result {
        case .confirmed:
            consumer.settle(letter.generation, tags: [letter.tag])
            tell(letter, queue)
            moved += 1
            isUnderWay = false
            waiting.removeFirst()
            moves[name, default: 0] += 1
        case .returned: problem = "\(name): there is no queue \(queue) at the broker"
        case .nacked: problem = "\(name): the broker refused it, the queue \(queue) is full"
        case .unpublishable(let reason): problem = "\(name): \(reason)"
        }
    }

    /// The queue that a letter goes back to; nil for one that has died since the command began, and for one of another
    /// queue.
    private func target(of letter: Delivery) -> String? {
        let targets = queues[letter.queue] ?? []
        let headers = letter.properties.headers
        if case .int(let died)? = headers["x-bridge-time"], died > began { return nil }
        if let id = letter.properties.messageID, moves[id, default: 0] >= Self.movesOfOneID { return nil }
        guard let origin = headers["x-bridge-queue"]?.asString else { return targets.count == 1 ? targets[0] : nil }
        // One that the configuration has not: it is in this queue of dead letters by hand.
        return targets.contains(origin) ? origin : nil
    }
}
