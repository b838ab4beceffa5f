import Messages
import Testing
import Values

@testable import AMQP

@Suite("A consuming session")
struct ConsumerSessionTests: ConsumerScript {
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
