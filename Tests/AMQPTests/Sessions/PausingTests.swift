import Testing
import Values

@testable import AMQP

@Suite("Which queues are paused")
struct PausingTests {
    @Test("The pause of all keeps in mind what is paused one by one, whatever is changed meanwhile")
    func both() {
        var pausing = Pausing.none
        #expect(!pausing.holds("a") && !pausing.holds("b"))
        pausing.pause(["a"])
        #expect(pausing.holds("a") && !pausing.holds("b"))
        pausing.pauseAll()
        #expect(pausing.holds("a") && pausing.holds("b"))
        pausing.pauseAll()
        #expect(pausing == .all(then: ["a"]))
        pausing.pause(["b"])
        #expect(pausing.holds("a") && pausing.holds("b"))
        pausing.resumeAll()
        #expect(!pausing.holds("a") && pausing.holds("b"))
        pausing.resumeAll()
        #expect(pausing == .some(["b"]))
    }

    @Test("A consumer has a new name for each life, and only the answer to its last question changes it")
    func consumer() {
        var consumer = QueueConsumer(place: 7, queue: "q")
        var answers: [Bool] = [consumer.began("c7"), consumer.ended("c7")]
        #expect(answers == [false, false] && consumer.isIdle && !consumer.awaitsAnswer)
        guard case .consume("q", "c7")? = consumer.steer(isWanted: true) else { return #expect(Bool(false)) }
        #expect(consumer.steer(isWanted: false) == nil && consumer.awaitsAnswer)
        answers = [consumer.ended("c7"), consumer.began("c7-2"), consumer.began("c7"), consumer.began("c7")]
        #expect(answers == [false, false, true, false] && consumer.isConsuming)
        guard case .cancel("c7")? = consumer.steer(isWanted: false) else { return #expect(Bool(false)) }
        #expect(consumer.steer(isWanted: true) == nil)
        #expect([consumer.ended("c7"), consumer.isIdle] == [true, true])
        guard case .consume("q", "c7-2")? = consumer.steer(isWanted: true) else { return #expect(Bool(false)) }
        answers = [consumer.began("c7"), consumer.began("c7-2")]
        #expect(answers == [false, true])
    }
}
