import Messages
import Values

/// One generation of consuming: what is consumed, what arrived, what must be acknowledged. No input or output here.
struct ConsumerSession: Sendable {
    /// How long a broker that serves others is waited for.
    private static let patienceWithServing = Duration.milliseconds(500)

    let generation: Generation
    private let bytesLimit: Int
    private var countLimit: Int
    private var consumers: [Consumer]
    private var assembler: ContentAssembler<DeliveryStart>
    private var acks = AckTracker()
    private var arrived: [Delivery] = []
    private var lastTag: UInt64 = 0
    private var isPaused: Bool
    /// Queues that are not consumed while the others are.
    private var pausedQueues: TextSet
    private var isStopped = false
    private var isReady = false
    private var isDrained = false
    private var window: Int
    /// The prefetch that the consumers get when all of them are cancelled.
    private var wider: Int?
    private var windingDown: WindingDown?
    private let answerTimeout: Duration
    /// Whether an earlier connection was lost not long ago, so that a question may have been lost, too.
    private let isAfterLoss: Bool
    /// Since when the broker is known to serve others.
    private var servesSince: ContinuousClock.Instant?
    /// Since when an answer is waited for while nothing at all comes.
    private var silentSince: ContinuousClock.Instant?

    /// One queue's consumer, as the broker and we have it.
    private struct Consumer: Sendable {
        enum State: Sendable { case idle, starting, consuming, cancelling }
        private let firstName: String
        let queue: String
        /// Another one for each life: where a quorum queue finds a name again whose deliveries are not all settled,
        /// RabbitMQ 3.10 takes it for a gap in what it sent, and closes the connection with 541.
        private(set) var name: String
        private var lives = 0
        var state = State.idle

        init(name: String, queue: String) {
            (firstName, self.name, self.queue) = (name, name, queue)
        }

        mutating func start() {
            lives += 1
            if lives > 1 { name = "\(firstName)-\(lives)" }
            state = .starting
        }

        /// The place of the queue in a consumer's name, whichever life it is of: deliveries to an earlier one may still be
        /// on their way when it has ended.
        static func place(in name: String) -> Int? {
            let (letter, rest) = (name.utf8.first, name.utf8.dropFirst())
            guard letter == UInt8(ascii: "c") else { return nil }
            return Int(Substring(rest.prefix { $0 != UInt8(ascii: "-") }))
        }
    }

    /// Before a consumer is cancelled for good, nothing is acknowledged until its window is full or nothing comes any
    /// more. A quorum queue puts what was under way to a consumer that is cancelled behind everything else it has
    /// (RabbitMQ, Quorum Queues, "Repeated Requeues"); so nothing should be.
    private struct WindingDown: Sendable {
        let until: ContinuousClock.Instant
        var quietSince: ContinuousClock.Instant
        var lastTag: UInt64

        init(_ now: ContinuousClock.Instant, last tag: UInt64) {
            until = now + .milliseconds(500)
            quietSince = now
            lastTag = tag
        }

        /// Whether nothing comes any more behind this tag, or that has taken too long.
        mutating func isOver(_ now: ContinuousClock.Instant, last tag: UInt64) -> Bool {
            if tag != lastTag { (quietSince, lastTag) = (now, tag) }
            return now >= quietSince + .milliseconds(50) || now >= until
        }
    }

    /// - Parameter window: how many unsettled deliveries the broker sends to all consumers together.
    init(
        generation: Generation, queues: [String], bodyLimit: Int, bytesLimit: Int = .max, countLimit: Int = .max,
        window: Int = .max, answerTimeout: Duration = .seconds(60), isAfterLoss: Bool = false, isPaused: Bool = false,
        pausedQueues: TextSet = []
    ) {
        self.generation = generation
        self.window = window
        self.bytesLimit = bytesLimit
        self.countLimit = countLimit
        // Short names, so that reading one from a frame allocates nothing.
        consumers = queues.enumerated().map { Consumer(name: "c\($0.offset)", queue: $0.element) }
        assembler = ContentAssembler(limit: bodyLimit)
        self.answerTimeout = answerTimeout
        self.isAfterLoss = isAfterLoss
        self.isPaused = isPaused
        self.pausedQueues = pausedQueues
    }

    /// Whether the queues should be consumed.
    private var isTaking: Bool { !isPaused && !isStopped && wider == nil }

    /// How many deliveries are not acknowledged.
    var outstanding: Int { acks.outstanding }

    /// Whether unsettled deliveries are as many, or as large, as they may be: nothing should be read until some are
    /// settled. The broker counts them for each consumer, and forgets that count when one is cancelled for a pause.
    var isFull: Bool { acks.outstandingBytes >= bytesLimit || acks.outstanding >= countLimit }

    /// Whether a consumer's start or end is not answered yet.
    var awaitsAnswer: Bool { consumers.contains { $0.state == .starting || $0.state == .cancelling } }

    /// Whether its first consumers are not answered, soon after a loss: time must pass, and whether the broker serves others
    /// is worth knowing.
    var awaitsFirstAnswer: Bool { isAfterLoss && !isReady && awaitsAnswer }

    /// Somebody else's questions, asked later, have been answered.
    ///
    /// Before that, an unanswered consumer is waited for: a broker of a cluster may wait for a node that does not answer, and
    /// whoever gives up and asks again has, when that node is back, two consumers, of which the newer one is given newer
    /// messages than the one that was given up.
    mutating func brokerServes(_ now: ContinuousClock.Instant) { servesSince = servesSince ?? now }

    /// Whether a stop waits until the broker has nothing more under way: time must pass.
    var isWindingDown: Bool { windingDown != nil }

    mutating func opened() -> [ConsumerAction] { steer() }

    mutating func paused() -> [ConsumerAction] {
        isPaused = true
        return steer()
    }

    mutating func resumed() -> [ConsumerAction] {
        isPaused = false
        return steer()
    }

    /// These queues and no others are paused.
    mutating func paused(queues: TextSet) -> [ConsumerAction] {
        pausedQueues = queues
        return steer()
    }

    private func isWanted(_ consumer: Consumer) -> Bool { isTaking && !pausedQueues.contains(consumer.queue) }

    private func isAsWanted(_ consumer: Consumer) -> Bool {
        consumer.state == (isWanted(consumer) ? .consuming : .idle)
    }

    /// The broker is to send each consumer so many unsettled deliveries. It takes that for new consumers only, so those
    /// that there are end first, as at a stop. False if it has to be asked for again later.
    mutating func widened(to prefetch: Int, _ now: ContinuousClock.Instant) -> Bool {
        guard isReady, isTaking, windingDown == nil, consumers.allSatisfy(isAsWanted) else {
            return false
        }
        wider = prefetch
        windingDown = WindingDown(now, last: lastTag)
        return true
    }

    /// Nothing more is asked for. What the broker sends until it knows is handed over as before, not given back.
    mutating func stopped(_ now: ContinuousClock.Instant) -> [ConsumerAction] {
        isStopped = true
        wider = nil
        if isReady && consumers.contains(where: { $0.state == .consuming }) {
            windingDown = WindingDown(now, last: lastTag)
        } else if !isReady {
            arrived = []
        }
        return steer()
    }

    /// Settlements of another generation are ignored: its tags mean nothing on this channel.
    mutating func settled(_ tags: [UInt64], of generation: Generation) {
        if generation == self.generation { acks.settled(tags) }
    }

    mutating func frameReceived(_ frame: consuming Frame) -> [ConsumerAction] {
        silentSince = nil
        do throws(LinkProblem) {
            switch frame {
            case .deliver(let start): try assembler.started(start)
            case .header(let header): if let content = try assembler.headerReceived(header) { try arrive(content) }
            case .body(let part): if let content = try assembler.bodyReceived(part) { try arrive(content) }
            case .consumeAnswered(let name): return answered(name, .consuming)
            case .cancelAnswered(let name): return answered(name, .idle)
            case .cancelled(let name): return [.end(cancelledByBroker(name), .close)]
            case .channelClosed(404, let text):
                return [.end(LinkProblem(.topologyMissing, "\(text): what is missing is declared again"), .close)]
            case .channelClosed(let code, let text): return [.end(.closed("channel", code, text), .close)]
            case .connectionClosed(let code, let text):
                return [.end(.closed("connection", code, text), .answerClose)]
            case .blocked, .unblocked: return []
            case .returned, .acknowledged, .nacked:
                throw LinkProblem.unexpected("a publisher's method on a consuming channel")
            case .unexpected(let name): throw LinkProblem.unexpected(name)
            }
            return []
        } catch {
            return [.end(error, .drop)]
        }
    }

    /// The library has no more frames for now: hands over what arrived.
    mutating func framesDrained() -> [ConsumerAction] {
        var actions: [ConsumerAction] = []
        if !isReady && !isStopped && consumers.allSatisfy({ $0.state == .consuming || !isWanted($0) }) {
            isReady = true
            actions.append(.announceReady)
        }
        if isReady && !arrived.isEmpty {
            let batch = arrived
            // The next batch is mostly of the same size.
            arrived = []
            arrived.reserveCapacity(batch.count)
            actions.append(.deliver(batch))
        }
        if isStopped && !isDrained && consumers.allSatisfy({ $0.state == .idle }) {
            isDrained = true
            actions.append(.announceDrained)
        }
        return actions
    }

    /// The settlements that came are all here: the acknowledgements to send. The last ones do not wait for anything.
    mutating func settlementsTaken(areLast: Bool = false) -> [ConsumerAction] {
        isWindingDown && !areLast ? [] : acks.takeAcknowledgements().map { .acknowledge($0) }
    }

    /// Heartbeats show that the broker lives; that it still serves this channel only its answers do.
    mutating func timePassed(_ now: ContinuousClock.Instant) -> [ConsumerAction] {
        if let isQuiet = windingDown?.isOver(now, last: lastTag), isQuiet || isFull || acks.outstanding >= window {
            windingDown = nil
            return steer()
        }
        guard awaitsAnswer, !isFull else {
            silentSince = nil
            return []
        }
        guard let since = silentSince else {
            silentSince = now
            return []
        }
        let text = "the broker has not answered about a consumer, nor sent anything else, for"
        if let servesSince, awaitsFirstAnswer, now >= max(since, servesSince) + Self.patienceWithServing {
            let problem = LinkProblem(
                .consumerUnanswered, "\(text) \(Self.patienceWithServing), though it answers others: it is asked again")
            return [.end(problem, .drop)]
        }
        guard now >= since + answerTimeout else { return [] }
        return [.end(LinkProblem(.consumerStalled, "\(text) \(answerTimeout)"), .drop)]
    }

    private mutating func arrive(_ content: consuming Content<DeliveryStart>) throws(LinkProblem) {
        guard content.start.tag > lastTag else {
            throw LinkProblem.unexpected("delivery tag \(content.start.tag) after \(lastTag)")
        }
        lastTag = content.start.tag
        if isStopped && !isReady { return }
        guard let index = index(named: content.start.consumer) else {
            throw LinkProblem.unexpected("a delivery for the consumer \(content.start.consumer)")
        }
        acks.delivered(content.start.tag, bytes: content.body.count + content.propertyList.count)
        arrived.append(
            Delivery(
                queue: consumers[index].queue, generation: generation, tag: content.start.tag,
                redelivered: content.start.redelivered, exchange: content.start.exchange,
                routingKey: content.start.routingKey, properties: content.properties,
                propertyList: content.propertyList, body: content.body, defect: content.defect))
    }

    /// Found by its number, as there may be very many.
    private func index(named name: String) -> Int? {
        guard let index = Consumer.place(in: name), consumers.indices.contains(index) else { return nil }
        return index
    }

    private mutating func answered(_ name: String, _ state: Consumer.State) -> [ConsumerAction] {
        guard let index = index(named: name), consumers[index].name == name else { return [] }
        consumers[index].state = state
        if wider != nil || isWindingDown { return steer() }
        return steer(index).map { [$0] } ?? []
    }

    /// Asks for what is missing. A consumer whose last question is open is asked nothing until it is answered.
    private mutating func steer() -> [ConsumerAction] {
        var actions: [ConsumerAction] = []
        if isWindingDown { return actions }
        if let prefetch = wider, consumers.allSatisfy({ $0.state == .idle }) {
            wider = nil
            window = prefetch * consumers.count
            countLimit = 2 * window
            actions.append(.setPrefetch(prefetch))
        }
        for index in consumers.indices {
            if let action = steer(index) { actions.append(action) }
        }
        return actions
    }

    private mutating func steer(_ index: Int) -> ConsumerAction? {
        switch (consumers[index].state, isWanted(consumers[index])) {
        case (.idle, true):
            consumers[index].start()
            return .consume(queue: consumers[index].queue, consumer: consumers[index].name)
        case (.consuming, false):
            consumers[index].state = .cancelling
            return .cancel(consumer: consumers[index].name)
        case (.idle, false), (.consuming, true), (.starting, _), (.cancelling, _): return nil
        }
    }

    private func cancelledByBroker(_ name: String) -> LinkProblem {
        let queue = index(named: name).map { consumers[$0].queue } ?? name
        return LinkProblem(
            .consumerCancelled, "the broker ended consuming from \(queue): the queue was deleted or moved")
    }
}
