import Messages
import TestKit
import Testing

@testable import AMQP

@Suite("Confirms")
struct ConfirmTrackerTests {
    private static let now = ContinuousClock.now

    private static func tracker(_ count: Int) -> ConfirmTracker {
        var tracker = ConfirmTracker()
        for number in 1...count { tracker.published(publication(number, "m\(number)"), at: now) }
        return tracker
    }

    private static func publication(_ number: Int, _ id: String, to queue: String = "q") -> NumberedPublication {
        NumberedPublication(number: Int64(number), publication: Publication(id, to: queue))
    }

    private static func start(_ code: Int = 312, from queue: String = "q") -> ReturnStart {
        ReturnStart(code: code, text: "NO_ROUTE", exchange: "", routingKey: queue)
    }

    @Test("In every order of confirms, alone and multiple, acks and nacks, each publication has its one outcome")
    func everyOrder() throws {
        let count = 4
        var runs = 0
        func explore(
            _ tracker: ConfirmTracker, open: Set<Int>, expected: [Int64: PublicationOutcome.Result],
            told: [PublicationOutcome]
        ) throws {
            #expect(tracker.unconfirmed == open.count)
            if open.isEmpty {
                runs += 1
                #expect(told.count == count)
                #expect(Dictionary(told.map { ($0.number, $0.result) }, uniquingKeysWith: { $1 }) == expected)
                return
            }
            for number in open {
                for multiple in [false, true] {
                    for nacked in [false, true] {
                        let covered = multiple ? open.filter { $0 <= number } : [number]
                        var (next, results, outcomes) = (tracker, expected, told)
                        for one in covered where nacked { results[Int64(one)] = .nacked }
                        try next.confirmed(UInt64(number), multiple: multiple, nacked: nacked, into: &outcomes)
                        try explore(next, open: open.subtracting(covered), expected: results, told: outcomes)
                    }
                }
            }
        }
        // Any of them may have been returned before: a confirm then means returned, a nack still nacked.
        for mask in 0..<(1 << count) {
            var tracker = Self.tracker(count)
            var expected: [Int64: PublicationOutcome.Result] = [:]
            for number in 1...count {
                expected[Int64(number)] = .confirmed
                guard mask & 1 << (number - 1) != 0 else { continue }
                #expect(tracker.returned("m\(number)", Self.start()) == true)
                expected[Int64(number)] = .returned(code: 312, text: "NO_ROUTE")
            }
            try explore(tracker, open: Set(1...count), expected: expected, told: [])
        }
        #expect(runs > 10_000)
    }

    @Test("A number that was never sent is the broker's mistake; one that was confirmed before changes nothing")
    func impossibleNumbers() throws {
        var tracker = Self.tracker(2)
        var outcomes: [PublicationOutcome] = []
        for (tag, multiple) in [(UInt64(3), false), (3, true), (.max, true), (0, false)] {
            let problem = #expect(throws: LinkProblem.self) {
                try tracker.confirmed(tag, multiple: multiple, nacked: false, into: &outcomes)
            }
            #expect(problem?.kind == .protocolBroken)
        }
        #expect(outcomes.isEmpty)
        try tracker.confirmed(1, multiple: false, nacked: false, into: &outcomes)
        try tracker.confirmed(1, multiple: true, nacked: true, into: &outcomes)
        #expect(outcomes.map(\.number) == [1])
        // The protocol's word for "all so far".
        try tracker.confirmed(0, multiple: true, nacked: false, into: &outcomes)
        #expect(outcomes.map(\.number) == [1, 2])
    }

    @Test("A returned message that nobody waits for is refused; the same id twice is matched in turn")
    func returns() throws {
        var tracker = ConfirmTracker()
        #expect(tracker.returned("x", Self.start()) == false)
        tracker.published(Self.publication(1, "x"), at: Self.now)
        tracker.published(Self.publication(2, "x"), at: Self.now)
        #expect(tracker.returned("x", Self.start()) == true)
        #expect(tracker.returned("x", Self.start(313)) == true)
        #expect(tracker.returned("x", Self.start()) == false)
        var outcomes: [PublicationOutcome] = []
        try tracker.confirmed(2, multiple: true, nacked: false, into: &outcomes)
        #expect(
            outcomes.map(\.result)
                == [.returned(code: 312, text: "NO_ROUTE"), .returned(code: 313, text: "NO_ROUTE")])
    }

    @Test("Of publications with one id the return is about the one that went there, though it is not the first")
    func returnsByPlace() throws {
        var tracker = ConfirmTracker()
        tracker.published(Self.publication(1, "x", to: "one"), at: Self.now)
        tracker.published(Self.publication(2, "x", to: "two"), at: Self.now)
        tracker.published(Self.publication(3, "base64:eA==", to: "base64:eA=="), at: Self.now)
        #expect(tracker.returned("x", Self.start(from: "two")) == true)
        // What was sent as text and begins like what stands for bytes is read as bytes.
        let bytes = WireText.bytesRead("base64:eA==")
        #expect(tracker.returned(bytes, Self.start(from: bytes)) == true)
        var outcomes: [PublicationOutcome] = []
        try tracker.confirmed(3, multiple: true, nacked: false, into: &outcomes)
        let returned = PublicationOutcome.Result.returned(code: 312, text: "NO_ROUTE")
        #expect(outcomes.map(\.result) == [.confirmed, returned, returned])
    }

    @Test("A return that may be about several counts for all of them: none is taken for delivered that is not")
    func doubtfulReturn() throws {
        var tracker = ConfirmTracker()
        for number in 1...3 { tracker.published(Self.publication(number, number == 2 ? "y" : "x"), at: Self.now) }
        #expect(tracker.returned("x", Self.start()) == true)
        var outcomes: [PublicationOutcome] = []
        try tracker.confirmed(3, multiple: true, nacked: false, into: &outcomes)
        let returned = PublicationOutcome.Result.returned(code: 312, text: "NO_ROUTE")
        #expect(outcomes.map(\.number) == [1, 2, 3])
        #expect(outcomes.map(\.result) == [returned, .confirmed, returned])
    }

    @Test("What a nack was about is known by number and id, until the next nack")
    func refused() throws {
        var tracker = Self.tracker(3)
        var outcomes: [PublicationOutcome] = []
        try tracker.confirmed(2, multiple: true, nacked: true, into: &outcomes)
        #expect(tracker.refused.map(\.number) == [1, 2] && tracker.refused.map(\.id) == ["m1", "m2"])
        try tracker.confirmed(3, multiple: false, nacked: true, into: &outcomes)
        #expect(tracker.refused.map(\.number) == [3])
    }

    @Test("The one that waits longest is the first without a word from the broker")
    func oldest() throws {
        var tracker = ConfirmTracker()
        #expect(tracker.oldest == nil)
        for (number, id) in ["a", "b", "c"].enumerated() {
            tracker.published(Self.publication(number, id), at: Self.now + .seconds(number))
        }
        var outcomes: [PublicationOutcome] = []
        try tracker.confirmed(2, multiple: false, nacked: false, into: &outcomes)
        #expect(tracker.oldest == Self.now)
        try tracker.confirmed(1, multiple: false, nacked: false, into: &outcomes)
        #expect(tracker.oldest == Self.now + .seconds(2))
        #expect(tracker.onlyOne == 2)
    }
}

extension WireText {
    /// This text as a frame with it is read.
    fileprivate static func bytesRead(_ text: String) -> String {
        Array(text.utf8).withUnsafeBytes { kept($0) }
    }
}
