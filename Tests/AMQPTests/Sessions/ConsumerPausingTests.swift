import Testing

@testable import AMQP

@Suite("A consuming session that pauses, resumes and widens its prefetch")
struct ConsumerPausingTests: ConsumerScript {
    @Test("One queue is paused and the others go on, from the beginning too, and the whole pause keeps both in mind")
    func oneQueue() {
        var session = ConsumerSession(
            generation: Self.generation, queues: ["a", "b"], bodyLimit: 9, pausing: .some(["a"]))
        #expect(Self.words(session.opened()) == ["consume b as c1"])
        _ = session.frameReceived(.consumeAnswered(consumer: "c1"))
        #expect(Self.words(session.framesDrained()) == ["ready"])
        #expect(Self.words(session.paused(queues: ["b"])) == ["consume a as c0", "cancel c1"])
        #expect(Self.arrive(1, &session, consumer: "c1").isEmpty)
        #expect(Self.words(session.framesDrained()) == ["deliver b:1"])
        // Asked again before the last question is answered: it is asked once more when it is.
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
}
