import Messages
import Testing
import Values

@testable import RabbitMQ

@Suite("A consuming session")
struct ConsumerSessionTests {
    private static let generation = Generation(3)

    private static func session(_ queues: [String] = ["orders"], isPaused: Bool = false) -> ConsumerSession {
        ConsumerSession(generation: generation, queues: queues, bodyLimit: 1000, isPaused: isPaused)
    }

    /// A session that consumes already.
    private static func consuming(_ queues: [String] = ["orders"]) -> ConsumerSession {
        var session = session(queues)
        _ = session.opened()
        for index in queues.indices { _ = session.frameReceived(.consumeAnswered(consumer: "c\(index)")) }
        _ = session.framesDrained()
        return session
    }

    private static func arrive(_ tag: UInt64, _ session: inout ConsumerSession, consumer: String = "c0") -> [String] {
        let start = DeliveryStart(consumer: consumer, tag: tag, redelivered: false, exchange: "x", routingKey: "k")
        var actions = session.frameReceived(.deliver(start))
        actions += session.frameReceived(.header(ContentHeader(bodySize: 1, properties: MessageProperties())))
        actions += session.frameReceived(.body([UInt8(truncatingIfNeeded: tag)]))
        return words(actions)
    }

    /// Actions as short words, so that a script reads as one.
    private static func words(_ actions: [ConsumerAction]) -> [String] {
        actions.map { action in
            switch action {
            case .consume(let queue, let consumer): "consume \(queue) as \(consumer)"
            case .cancel(let consumer): "cancel \(consumer)"
            case .setPrefetch(let count): "prefetch \(count)"
            case .acknowledge(let ack): "ack \(ack.tag)\(ack.multiple ? " and before" : "")"
            case .announceReady: "ready"
            case .announceDrained: "drained"
            case .deliver(let batch): "deliver " + batch.map { "\($0.queue):\($0.tag)" }.joined(separator: " ")
            case .end(let problem, let farewell): "end \(problem.kind) \(farewell)"
            }
        }
    }

    private static func name(in question: String) -> String {
        question.split(separator: " ").last.map(String.init) ?? ""
    }

    @Test("It asks for every queue, is ready when all answered, and holds back what arrives before")
    func opening() {
        var session = Self.session(["a", "b"])
        #expect(Self.words(session.opened()) == ["consume a as c0", "consume b as c1"])
        #expect(session.framesDrained().isEmpty)
        #expect(session.frameReceived(.consumeAnswered(consumer: "c0")).isEmpty)
        #expect(Self.arrive(1, &session).isEmpty)
        #expect(session.framesDrained().isEmpty)
        #expect(session.frameReceived(.consumeAnswered(consumer: "c1")).isEmpty)
        #expect(Self.words(session.framesDrained()) == ["ready", "deliver a:1"])
        #expect(session.framesDrained().isEmpty)
    }

    @Test("One queue is paused and the others go on, from the beginning too, and the whole pause keeps both in mind")
    func oneQueue() {
        var session = ConsumerSession(
            generation: Self.generation, queues: ["a", "b"], bodyLimit: 9, pausedQueues: ["a"])
        #expect(Self.words(session.opened()) == ["consume b as c1"])
        _ = session.frameReceived(.consumeAnswered(consumer: "c1"))
        #expect(Self.words(session.framesDrained()) == ["ready"])
        #expect(Self.words(session.paused(queues: ["b"])) == ["consume a as c0", "cancel c1"])
        #expect(Self.arrive(1, &session, consumer: "c1").isEmpty)
        #expect(Self.words(session.framesDrained()) == ["deliver b:1"])
        // Asked anew before the last question is answered: it is asked once more when it is.
        #expect(Self.words(session.paused(queues: [])).isEmpty)
        #expect(Self.words(session.frameReceived(.cancelAnswered(consumer: "c1"))) == ["consume b as c1-2"])
        #expect(Self.words(session.frameReceived(.consumeAnswered(consumer: "c0"))).isEmpty)
        #expect(Self.words(session.frameReceived(.consumeAnswered(consumer: "c1-2"))).isEmpty)
        #expect(Self.words(session.paused(queues: ["b"])) == ["cancel c1-2"])
        _ = session.frameReceived(.cancelAnswered(consumer: "c1-2"))
        #expect(Self.words(session.paused()) == ["cancel c0"])
        _ = session.frameReceived(.cancelAnswered(consumer: "c0"))
        #expect(Self.words(session.resumed()) == ["consume a as c0-2"])
        #expect(Self.words(session.paused(queues: [])) == ["consume b as c1-3"])
    }

    @Test("A broker that answers nothing about a consumer, and sends nothing else, is left; one that is slow is not")
    func stalled() {
        let start = ContinuousClock.now
        var session = Self.session(["a"])
        _ = session.opened()
        #expect(session.timePassed(start).isEmpty)
        #expect(session.timePassed(start + .seconds(59)).isEmpty)
        #expect(Self.words(session.timePassed(start + .seconds(60))) == ["end consumerStalled drop"])
        // Whatever comes shows that the channel is served.
        _ = Self.arrive(1, &session)
        #expect(session.timePassed(start + .seconds(60)).isEmpty)
        #expect(session.timePassed(start + .seconds(119)).isEmpty)
        #expect(Self.words(session.timePassed(start + .seconds(120))) == ["end consumerStalled drop"])
        _ = session.frameReceived(.consumeAnswered(consumer: "c0"))
        #expect(session.timePassed(start + .seconds(120)).isEmpty)
        // Nothing is asked: an empty queue may be silent for ever.
        #expect(session.timePassed(start + .seconds(9999)).isEmpty)
        #expect(Self.words(session.paused()) == ["cancel c0"])
        #expect(session.timePassed(start + .seconds(10_000)).isEmpty)
        #expect(Self.words(session.timePassed(start + .seconds(10_060))) == ["end consumerStalled drop"])
    }

    @Test("A delivery carries its queue, generation and all that came with it; a batch is handed over once")
    func delivering() throws {
        var session = Self.consuming(["a", "b"])
        _ = Self.arrive(1, &session, consumer: "c1")
        _ = Self.arrive(2, &session, consumer: "c0")
        let actions = session.framesDrained()
        guard case .deliver(let batch) = try #require(actions.first), actions.count == 1 else {
            Issue.record("one batch was expected, not \(actions)")
            return
        }
        #expect(batch.map(\.queue) == ["b", "a"])
        #expect(batch.map(\.tag) == [1, 2])
        #expect(batch.allSatisfy { $0.generation == Self.generation && $0.exchange == "x" && $0.routingKey == "k" })
        #expect(batch.map(\.body) == [[1], [2]])
    }

    @Test("Settlements of another generation are never acknowledged")
    func staleSettlements() {
        var session = Self.consuming()
        for tag in UInt64(1)...3 { _ = Self.arrive(tag, &session) }
        session.settled([1, 2, 3], of: Generation(2))
        session.settled([1, 2, 3], of: Generation(4))
        #expect(session.settlementsTaken().isEmpty)
        session.settled([1, 2], of: Self.generation)
        #expect(Self.words(session.settlementsTaken()) == ["ack 2 and before"])
        #expect(session.outstanding == 1)
    }

    @Test("Pausing and resuming faster than the broker answers ends where the last wish says", arguments: 0..<64)
    func pauseAndResume(script: Int) {
        // Each bit: a wish is changed before the broker's answer to the last question comes.
        var session = Self.session()
        var questions = Self.words(session.opened())
        var wish = true
        for step in 0..<6 {
            if script & 1 << step != 0 {
                wish.toggle()
                questions += Self.words(wish ? session.resumed() : session.paused())
            } else if let question = questions.last, session.awaitsAnswer {
                let named = Self.name(in: question)
                let answer: Frame =
                    question.hasPrefix("consume") ? .consumeAnswered(consumer: named) : .cancelAnswered(consumer: named)
                questions += Self.words(session.frameReceived(answer))
            }
        }
        // The broker answers whatever is still open.
        while session.awaitsAnswer, let question = questions.last {
            let named = Self.name(in: question)
            let answer: Frame =
                question.hasPrefix("consume") ? .consumeAnswered(consumer: named) : .cancelAnswered(consumer: named)
            questions += Self.words(session.frameReceived(answer))
        }
        #expect(questions.last?.hasPrefix(wish ? "consume" : "cancel") == true, "\(questions)")
        // Questions alternate: nothing is asked twice.
        for (one, next) in zip(questions, questions.dropFirst()) { #expect(one.prefix(4) != next.prefix(4)) }
    }

    @Test("A consumer that comes back has a new name, and what was still on its way to the old one arrives")
    func newName() {
        var session = Self.consuming()
        #expect(Self.words(session.paused()) == ["cancel c0"])
        #expect(Self.words(session.frameReceived(.cancelAnswered(consumer: "c0"))).isEmpty)
        #expect(Self.arrive(1, &session, consumer: "c0").isEmpty)
        #expect(Self.words(session.resumed()) == ["consume orders as c0-2"])
        #expect(Self.arrive(2, &session, consumer: "c0").isEmpty)
        #expect(Self.words(session.frameReceived(.consumeAnswered(consumer: "c0-2"))).isEmpty)
        #expect(Self.arrive(3, &session, consumer: "c0-2").isEmpty)
        #expect(Self.words(session.framesDrained()) == ["deliver orders:1 orders:2 orders:3"])
        #expect(Self.arrive(4, &session, consumer: "c01") == ["end protocolBroken drop"])
    }

    @Test(
        "Stopping acknowledges nothing until nothing more comes, then cancels, delivers what is on its way, and is drained"
    )
    func stopping() {
        let begin = ContinuousClock.now
        var session = Self.consuming(["a", "b"])
        _ = Self.arrive(1, &session)
        _ = session.framesDrained()
        _ = Self.arrive(2, &session)
        #expect(session.stopped(begin).isEmpty)
        session.settled([1], of: Self.generation)
        #expect(session.isWindingDown && session.settlementsTaken().isEmpty)
        #expect(session.timePassed(begin + .milliseconds(49)).isEmpty)
        _ = Self.arrive(3, &session)
        #expect(Self.words(session.framesDrained()) == ["deliver a:2 a:3"])
        #expect(session.timePassed(begin + .milliseconds(60)).isEmpty)
        #expect(session.timePassed(begin + .milliseconds(109)).isEmpty)
        #expect(Self.words(session.timePassed(begin + .milliseconds(110))) == ["cancel c0", "cancel c1"])
        #expect(Self.words(session.settlementsTaken()) == ["ack 1"])
        #expect(session.frameReceived(.cancelAnswered(consumer: "c0")).isEmpty)
        #expect(session.framesDrained().isEmpty)
        _ = Self.arrive(4, &session, consumer: "c1")
        #expect(session.frameReceived(.cancelAnswered(consumer: "c1")).isEmpty)
        #expect(Self.words(session.framesDrained()) == ["deliver b:4", "drained"])
        #expect(session.framesDrained().isEmpty)
        session.settled([2, 3, 4], of: Self.generation)
        #expect(Self.words(session.settlementsTaken()) == ["ack 4 and before"])
        #expect(session.resumed().isEmpty)
    }

    @Test(
        "Stopping cancels as soon as the window is full, and though it never is quiet; leaving acknowledges all the same"
    )
    func stoppingUnderLoad() {
        let begin = ContinuousClock.now
        var session = ConsumerSession(generation: Self.generation, queues: ["a"], bodyLimit: 10, window: 3)
        _ = session.opened()
        _ = session.frameReceived(.consumeAnswered(consumer: "c0"))
        _ = session.framesDrained()
        for tag in UInt64(1)...2 { _ = Self.arrive(tag, &session) }
        #expect(session.stopped(begin).isEmpty)
        session.settled([1, 2], of: Self.generation)
        #expect(session.timePassed(begin).isEmpty)
        _ = Self.arrive(3, &session)
        #expect(Self.words(session.timePassed(begin)) == ["cancel c0"])

        var closing = Self.consuming()
        _ = Self.arrive(1, &closing)
        _ = closing.framesDrained()
        #expect(closing.stopped(begin).isEmpty)
        closing.settled([1], of: Self.generation)
        #expect(Self.words(closing.settlementsTaken(areLast: true)) == ["ack 1"])

        var busy = Self.consuming()
        #expect(busy.stopped(begin).isEmpty)
        for turn in UInt64(1)...49 {
            _ = Self.arrive(turn, &busy)
            #expect(busy.timePassed(begin + .milliseconds(10 * Int(turn))).isEmpty)
        }
        #expect(Self.words(busy.timePassed(begin + .milliseconds(500))) == ["cancel c0"])
    }

    @Test("Stopped before it is ready, or while it pauses, it delivers nothing and is drained when all is cancelled")
    func stoppingEarly() {
        var session = Self.session()
        #expect(Self.words(session.opened()) == ["consume orders as c0"])
        #expect(session.stopped(.now).isEmpty)
        #expect(session.framesDrained().isEmpty)
        #expect(Self.words(session.frameReceived(.consumeAnswered(consumer: "c0"))) == ["cancel c0"])
        #expect(Self.arrive(1, &session).isEmpty)
        #expect(session.framesDrained().isEmpty)
        #expect(session.frameReceived(.cancelAnswered(consumer: "c0")).isEmpty)
        #expect(Self.words(session.framesDrained()) == ["drained"])
        var paused = Self.consuming()
        #expect(Self.words(paused.paused()) == ["cancel c0"])
        #expect(paused.frameReceived(.cancelAnswered(consumer: "c0")).isEmpty)
        #expect(paused.stopped(.now).isEmpty)
        #expect(!paused.isWindingDown)
        #expect(Self.words(paused.framesDrained()) == ["drained"])
    }

    @Test(
        "What the broker ends, and what it may not send, ends the session",
        arguments: [
            (Frame.cancelled(consumer: "c0"), "end consumerCancelled close"),
            (.channelClosed(code: 406, text: "timeout"), "end closedByBroker close"),
            (.channelClosed(code: 403, text: "no"), "end permissionMissing close"),
            (.connectionClosed(code: 320, text: "shutdown"), "end closedByBroker answerClose"),
            (.body([1]), "end protocolBroken drop"),
            (.acknowledged(tag: 1, multiple: false), "end protocolBroken drop"),
            (.unexpected("tx.commit-ok"), "end protocolBroken drop"),
        ])
    func endings(frame: Frame, expected: String) {
        var session = Self.consuming()
        #expect(Self.words(session.frameReceived(frame)) == [expected])
    }

    @Test("A tag that does not grow, and a consumer that nobody asked for, end the session")
    func impossibleDeliveries() {
        var session = Self.consuming()
        #expect(Self.arrive(5, &session).isEmpty)
        #expect(Self.arrive(5, &session) == ["end protocolBroken drop"])
        var other = Self.consuming()
        #expect(Self.arrive(1, &other, consumer: "zz") == ["end protocolBroken drop"])
    }

    @Test("As many or as large as they may be: full until something is settled")
    func full() {
        for (bytes, count) in [(2, Int.max), (Int.max, 2)] {
            var session = ConsumerSession(
                generation: Self.generation, queues: ["a"], bodyLimit: 10, bytesLimit: bytes, countLimit: count)
            _ = session.opened()
            _ = Self.arrive(1, &session)
            #expect(!session.isFull)
            _ = Self.arrive(2, &session)
            #expect(session.isFull)
            session.settled([2], of: Self.generation)
            _ = session.settlementsTaken()
            #expect(!session.isFull)
        }
    }

    @Test("A session that begins paused is ready without consuming")
    func startsPaused() {
        var session = Self.session(isPaused: true)
        #expect(session.opened().isEmpty)
        #expect(Self.words(session.framesDrained()) == ["ready"])
        #expect(Self.words(session.resumed()) == ["consume orders as c0"])
    }

    /// One that consumes two queues, with the window of a low prefetch.
    private static func cautious() -> ConsumerSession {
        var session = ConsumerSession(generation: generation, queues: ["a", "b"], bodyLimit: 10, window: 4)
        _ = session.opened()
        _ = session.frameReceived(.consumeAnswered(consumer: "c0"))
        _ = session.frameReceived(.consumeAnswered(consumer: "c1"))
        _ = session.framesDrained()
        return session
    }

    @Test("A wider prefetch: nothing is under way when the consumers end, and they begin again behind it")
    func widened() {
        let start = ContinuousClock.now
        var session = Self.cautious()
        let answers = [session.widened(to: 512, start), session.widened(to: 512, start)]
        #expect(answers == [true, false])
        #expect(Self.arrive(1, &session).isEmpty)
        session.settled([1], of: Self.generation)
        #expect(session.settlementsTaken().isEmpty)
        #expect(session.timePassed(start).isEmpty)
        #expect(Self.words(session.timePassed(start + .milliseconds(60))) == ["cancel c0", "cancel c1"])
        #expect(session.frameReceived(.cancelAnswered(consumer: "c0")).isEmpty)
        #expect(
            Self.words(session.frameReceived(.cancelAnswered(consumer: "c1")))
                == ["prefetch 512", "consume a as c0-2", "consume b as c1-2"])
        #expect(Self.words(session.settlementsTaken()) == ["ack 1"])
        _ = session.frameReceived(.consumeAnswered(consumer: "c0-2"))
        _ = session.frameReceived(.consumeAnswered(consumer: "c1-2"))
        #expect(Self.arrive(2, &session, consumer: "c0-2").isEmpty)
        #expect(Self.words(session.framesDrained()) == ["deliver a:1 a:2"])
    }

    @Test("A pause while the prefetch is made wider stays one, and a stop ends as any other")
    func widenedAndPaused() {
        let start = ContinuousClock.now
        var session = Self.cautious()
        _ = session.widened(to: 512, start)
        _ = session.timePassed(start + .seconds(1))
        #expect(session.paused().isEmpty)
        _ = session.frameReceived(.cancelAnswered(consumer: "c0"))
        #expect(Self.words(session.frameReceived(.cancelAnswered(consumer: "c1"))) == ["prefetch 512"])
        #expect(Self.words(session.resumed()) == ["consume a as c0-2", "consume b as c1-2"])

        var stopped = Self.cautious()
        _ = stopped.widened(to: 512, start)
        #expect(stopped.stopped(start).isEmpty)
        #expect(Self.words(stopped.timePassed(start + .seconds(1))) == ["cancel c0", "cancel c1"])
        _ = stopped.frameReceived(.cancelAnswered(consumer: "c0"))
        _ = stopped.frameReceived(.cancelAnswered(consumer: "c1"))
        #expect(Self.words(stopped.framesDrained()) == ["drained"])
    }

    @Test("After a loss an unanswered consumer is waited for until the broker answers others, and then not long")
    func unanswered() {
        let start = ContinuousClock.now
        var session = ConsumerSession(generation: Self.generation, queues: ["a"], bodyLimit: 10, isAfterLoss: true)
        _ = session.opened()
        #expect(session.awaitsFirstAnswer)
        #expect(session.timePassed(start).isEmpty)
        #expect(session.timePassed(start + .seconds(59)).isEmpty)
        var patient = session
        #expect(Self.words(patient.timePassed(start + .seconds(60))) == ["end consumerStalled drop"])
        session.brokerServes(start + .seconds(30))
        session.brokerServes(start + .milliseconds(30_300))
        #expect(session.timePassed(start + .milliseconds(30_400)).isEmpty)
        var answered = session
        #expect(Self.words(session.timePassed(start + .milliseconds(30_500))) == ["end consumerUnanswered drop"])
        _ = answered.frameReceived(.consumeAnswered(consumer: "c0"))
        _ = answered.framesDrained()
        _ = answered.paused()
        #expect(!answered.awaitsFirstAnswer)
        #expect(answered.timePassed(start + .seconds(33)).isEmpty)
        #expect(answered.timePassed(start + .seconds(92)).isEmpty)
        #expect(Self.words(answered.timePassed(start + .seconds(93))) == ["end consumerStalled drop"])
    }

    @Test("Of very many consumers each is found by its number, and an answer asks nothing of the others")
    func many() {
        let queues = (0..<20_000).map { "q\($0)" }
        var session = Self.session(queues)
        #expect(session.opened().count == queues.count)
        for index in queues.indices {
            #expect(session.frameReceived(.consumeAnswered(consumer: "c\(index)")).isEmpty)
        }
        #expect(Self.words(session.framesDrained()) == ["ready"])
        for (tag, index) in queues.indices.reversed().enumerated() {
            _ = Self.arrive(UInt64(tag + 1), &session, consumer: "c\(index)")
        }
        guard case .deliver(let batch)? = session.framesDrained().first else { return #expect(Bool(false)) }
        #expect(batch.map(\.queue) == queues.reversed())
    }

    @Test(
        "A name that is no consumer's ends the session",
        arguments: ["c", "c1", "c-1", "x0", "", "cc0", "c9999999999999999999"])
    func noConsumer(name: String) {
        var session = Self.consuming()
        #expect(Self.arrive(1, &session, consumer: name) == ["end protocolBroken drop"])
    }
}
