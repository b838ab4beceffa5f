package import Messages
import Values

/// One generation of consuming: what is consumed, what arrived, what must be acknowledged. No input or output here.
package struct ConsumerSession: Sendable {
    package let generation: Generation
    private let bytesLimit: Int
    private var countLimit: Int
    /// How many unsettled deliveries the broker sends to all consumers together.
    private var window: Int
    private var phase: ConsumerPhase
    private(set) var pausing: Pausing
    private var consumers: [QueueConsumer]
    private var assembler: ContentAssembler<DeliveryStart>
    private var acks = AckTracker()
    private var arrived: [Delivery] = []
    private var lastTag: UInt64 = 0
    private var patience: AnswerPatience

    /// - Parameters:
    ///   - window: how many unsettled deliveries the broker sends to all consumers together.
    ///   - isAfterLoss: an earlier connection was lost not long ago, so that a question may have been lost, too.
    package init(
        generation: Generation, queues: [String], bodyLimit: Int, bytesLimit: Int = .max, countLimit: Int = .max,
        window: Int = .max, answerTimeout: Duration = .seconds(60), isAfterLoss: Bool = false, pausing: Pausing = .none
    ) {
        self.generation = generation
        self.window = window
        self.bytesLimit = bytesLimit
        self.countLimit = countLimit
        self.pausing = pausing
        patience = AnswerPatience(answerTimeout)
        phase = .starting(isAfterLoss ? .doubted : .awaited)
        consumers = queues.enumerated().map { QueueConsumer(place: $0.offset, queue: $0.element) }
        assembler = ContentAssembler(limit: bodyLimit)
    }

    /// How many deliveries are not acknowledged.
    var outstanding: Int { acks.outstanding }

    /// Whether unsettled deliveries are as many, or as large, as they may be: nothing should be read until some are
    /// settled. The broker counts them for each consumer, and forgets that count when one is cancelled for a pause.
    package var isFull: Bool { acks.outstandingBytes >= bytesLimit || acks.outstanding >= countLimit }

    /// Whether a consumer's start or end is not answered yet.
    var awaitsAnswer: Bool { consumers.contains(where: \.awaitsAnswer) }

    /// Whether its first consumers are not answered, soon after a loss: time must pass, and whether the broker serves others
    /// is worth knowing.
    package var awaitsFirstAnswer: Bool { phase.firstAnswers?.areDoubted == true && awaitsAnswer }

    /// Somebody else's questions, asked later, have been answered.
    ///
    /// Before that, an unanswered consumer is waited for: a broker of a cluster may wait for a node that does not answer, and
    /// a client that gives up and asks again has, when that node is back, two consumers, of which the newer one is given newer
    /// messages than the one that was given up.
    package mutating func brokerServes(_ now: ContinuousClock.Instant) { phase.brokerServes(now) }

    /// Whether a stop waits until the broker has nothing more under way: time must pass.
    package var isWindingDown: Bool { if case .windingDown = phase.withdrawal { true } else { false } }

    package mutating func opened() -> [ConsumerAction] { steer() }

    /// What is to be consumed has changed.
    package mutating func paused(as wish: Pausing) -> [ConsumerAction] {
        pausing = wish
        return steer()
    }

    private func isWanted(_ consumer: QueueConsumer) -> Bool {
        switch phase {
        case .starting, .consuming: !pausing.holds(consumer.queue)
        case .widening, .stopping, .abandoning, .drained: false
        }
    }

    private func isAsWanted(_ consumer: QueueConsumer) -> Bool {
        isWanted(consumer) ? consumer.isConsuming : consumer.isIdle
    }

    /// The broker is to send each consumer so many unsettled deliveries. It takes that for new consumers only, so those
    /// that there are end first, as at a stop. False if it has to be asked for again later.
    package mutating func widened(to prefetch: Int, _ now: ContinuousClock.Instant) -> Bool {
        guard case .consuming = phase, case .some = pausing, consumers.allSatisfy(isAsWanted) else { return false }
        phase = .widening(to: prefetch, .windingDown(.init(now, last: lastTag)))
        return true
    }

    /// Nothing more is asked for. What the broker sends until it knows is handed over as before, not given back.
    package mutating func stopped(_ now: ContinuousClock.Instant) -> [ConsumerAction] {
        switch phase {
        case .starting(let answers):
            phase = .abandoning(answers)
            arrived = []
        case .consuming, .widening:
            let isConsuming = consumers.contains(where: \.isConsuming)
            phase = .stopping(isConsuming ? .windingDown(.init(now, last: lastTag)) : .cancelling)
        case .stopping, .abandoning, .drained: return []
        }
        return steer()
    }

    /// Settlements of another generation are ignored: its tags mean nothing on this channel.
    package mutating func settled(_ tags: [UInt64], of generation: Generation) {
        if generation == self.generation { acks.settled(tags) }
    }

    package mutating func frameReceived(_ frame: consuming Frame) -> [ConsumerAction] {
        patience.somethingCame()
        do throws(LinkProblem) {
            switch frame {
            case .deliver(let start): try assembler.started(start)
            case .header(let header): if let content = try assembler.headerReceived(header) { try arrive(content) }
            case .body(let part): if let content = try assembler.bodyReceived(part) { try arrive(content) }
            case .consumeAnswered(let name): return answered(name) { $0.began(name) }
            case .cancelAnswered(let name): return answered(name) { $0.ended(name) }
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
    package mutating func framesDrained() -> [ConsumerAction] {
        var actions: [ConsumerAction] = []
        if case .starting = phase, consumers.allSatisfy({ $0.isConsuming || !isWanted($0) }) {
            phase = .consuming
            actions.append(.announceReady)
        }
        if phase.firstAnswers == nil && !arrived.isEmpty {
            let batch = arrived
            // The next batch is mostly of the same size.
            arrived = []
            arrived.reserveCapacity(batch.count)
            actions.append(.deliver(batch))
        }
        if phase.isEnding && consumers.allSatisfy(\.isIdle) {
            phase = .drained
            actions.append(.announceDrained)
        }
        return actions
    }

    /// The settlements that came are all here: the acknowledgements to send. The last ones do not wait for anything.
    package mutating func settlementsTaken(areLast: Bool = false) -> [ConsumerAction] {
        isWindingDown && !areLast ? [] : acks.takeAcknowledgements().map { .acknowledge($0) }
    }

    package mutating func timePassed(_ now: ContinuousClock.Instant) -> [ConsumerAction] {
        if case .windingDown(var windingDown) = phase.withdrawal {
            let isQuiet = windingDown.isOver(now, last: lastTag)
            if isQuiet || isFull || acks.outstanding >= window {
                phase.set(.cancelling)
                return steer()
            }
            phase.set(.windingDown(windingDown))
        }
        let problem = patience.timePassed(now, isWaiting: awaitsAnswer && !isFull, phase.firstAnswers)
        return problem.map { [.end($0, .drop)] } ?? []
    }

    private mutating func arrive(_ content: consuming Content<DeliveryStart>) throws(LinkProblem) {
        guard content.start.tag > lastTag else {
            throw LinkProblem.unexpected("delivery tag \(content.start.tag) after \(lastTag)")
        }
        lastTag = content.start.tag
        switch phase {
        case .starting, .consuming, .widening, .stopping: break
        // It is redelivered when this channel is closed.
        case .abandoning, .drained: return
        }
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
        guard let index = QueueConsumer.place(in: name), consumers.indices.contains(index) else { return nil }
        return index
    }

    private mutating func answered(_ name: String, _ take: (inout QueueConsumer) -> Bool) -> [ConsumerAction] {
        guard let index = index(named: name), take(&consumers[index]) else { return [] }
        switch phase {
        case .widening: return steer()
        case .stopping(.windingDown): return []
        case .starting, .consuming, .abandoning, .drained, .stopping(.cancelling):
            return steer(index).map { [$0] } ?? []
        }
    }

    /// Asks for what is missing. A consumer whose last question is open is asked nothing until it is answered.
    private mutating func steer() -> [ConsumerAction] {
        var actions: [ConsumerAction] = []
        if isWindingDown { return actions }
        if case .widening(let prefetch, .cancelling) = phase, consumers.allSatisfy(\.isIdle) {
            phase = .consuming
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
        let isWanted = isWanted(consumers[index])
        return consumers[index].steer(isWanted: isWanted)
    }

    private func cancelledByBroker(_ name: String) -> LinkProblem {
        let queue = index(named: name).map { consumers[$0].queue } ?? name
        return LinkProblem(
            .consumerCancelled, "the broker ended consuming from \(queue): the queue was deleted or moved")
    }
}
