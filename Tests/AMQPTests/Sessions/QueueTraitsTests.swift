import Messages
import Testing
import Values

@testable import AMQP

@Suite("What the broker says of a queue that differs")
struct QueueTraitsTests {
    private static let queue = QueueDeclaration(name: "q", type: .quorum, deadLetterQueue: "q.dead")

    private static func text(_ argument: String, _ current: String) -> String {
        "PRECONDITION_FAILED - inequivalent arg '\(argument)' for queue 'q' in vhost '/': received none but current is "
            + current
    }

    private static func traits(_ texts: String...) -> QueueTraits {
        var traits = QueueTraits(queue)
        for text in texts {
            let isNew = traits.learn(text)
            #expect(isNew, "\(text)")
        }
        return traits
    }

    @Test("Each kind of value is read as the broker writes it")
    func values() {
        let traits = Self.traits(
            Self.text("x-max-length", "the value '100' of type 'signedint'"),
            Self.text("x-expires", "the value '5' of type 'long'"),
            Self.text("x-dead-letter-routing-key", "the value 'it' is, '9' of type 'longstr'"),
            Self.text("x-single-active-consumer", "the value 'true' of type 'bool'"),
            Self.text("x-queue-type", "'stream'"), Self.text("x-dead-letter-exchange", "none"),
            Self.text("durable", "'false'"), Self.text("auto_delete", "'true'"))
        #expect(
            traits.arguments == [
                "x-queue-type": "stream", "x-dead-letter-routing-key": "it' is, '9", "x-max-length": 100,
                "x-expires": 5,
                "x-single-active-consumer": true,
            ])
        #expect(!traits.isDurable && traits.isAutoDelete && traits.type == "stream")
        #expect(traits.differences.contains("x-max-length is 100") && traits.differences.contains("it is not durable"))
    }

    @Test("What says nothing new, or is cut off, ends the questions", arguments: ["", "inequivalent arg 'x-max", "no"])
    func unreadable(text: String) {
        var traits = Self.traits(Self.text("x-max-length", "the value '1' of type 'signedint'"))
        for text in [
            text, Self.text("x-max-length", "the value '2' of type 'signedint'"),
            Self.text("x-expires", "the value '2"),
        ] {
            let isNew = traits.learn(text)
            #expect(!isNew, "\(text)")
        }
    }

    @Test("A queue as declared loses nothing")
    func nothingLost() {
        #expect(QueueTraits(Self.queue).losses(losesDeadLetters: false).isEmpty)
        #expect(QueueTraits(Self.queue).refusal(of: "q") == nil)
    }

    @Test(
        "A delivery limit is told where it is below what unclean ends may cost",
        arguments: [(0, true), (2, true), (19, true), (20, false), (100, false)])
    func deliveryLimit(limit: Int, isTold: Bool) {
        let traits = Self.traits(Self.text("x-delivery-limit", "the value '\(limit)' of type 'signedint'"))
        let losses = traits.losses(losesDeadLetters: false)
        #expect(losses.isEmpty == !isTold)
        if isTold { #expect(losses[0].contains("dead-lettered") && losses[0].contains("after \(limit + 1)")) }
    }

    @Test("What overflows is dropped, dead-lettered, or refused")
    func overflow() {
        let most = Self.text("x-max-length-bytes", "the value '1000' of type 'signedint'")
        #expect(Self.traits(most).losses(losesDeadLetters: false)[0].contains("dead-lettered"))
        #expect(Self.traits(most).losses(losesDeadLetters: true)[0].contains("dropped"))
        let reject = Self.text("x-overflow", "the value 'reject-publish' of type 'longstr'")
        #expect(Self.traits(most, reject).losses(losesDeadLetters: false).isEmpty)
        let drop = Self.text("x-overflow", "the value 'drop-head' of type 'longstr'")
        #expect(Self.traits(most, drop).losses(losesDeadLetters: false).count == 1)
    }
}
