import Testing

@testable import AMQP

@Suite("How long a consuming session waits for answers")
struct ConsumerPatienceTests: ConsumerScript {
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
}
