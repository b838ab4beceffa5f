import Testing

@testable import AMQP

@Suite("A consuming session that stops")
struct ConsumerStoppingTests: ConsumerScript {
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
}
