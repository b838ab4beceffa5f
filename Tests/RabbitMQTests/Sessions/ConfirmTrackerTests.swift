import Testing

@testable import RabbitMQ

@Suite("Confirms")
struct ConfirmTrackerTests {
    private static let now = ContinuousClock.now

    private static func tracker(_ count: Int) -> ConfirmTracker {
        var tracker = ConfirmTracker()
        for number in 1...count { tracker.published("m\(number)", at: now) }
        return tracker
    }

    @Test("In every order of confirms, alone and multiple, acks and nacks, each publication has its one outcome")
    func everyOrder() throws {
        let count = 4
        var runs = 0
        func explore(
            _ tracker: ConfirmTracker, open: Set<Int>, expected: TextMap<PublicationOutcome.Result>,
            told: [PublicationOutcome]
        ) throws {
            #expect(tracker.unconfirmed == open.count)
            if open.isEmpty {
                runs += 1
                #expect(told.count == count)
                #expect(TextMap(told.map { ($0.messageID, $0.result) }, uniquingKeysWith: { $1 }) == expected)
                return
            }
            for number in open {
                for multiple in [false, true] {
                    for nacked in [false, true] {
                        let covered = multiple ? open.filter { $0 <= number } : [number]
                        var (next, results, outcomes) = (tracker, expected, told)
                        for one in covered where nacked { results["m\(one)"] = .nacked }
                        try next.confirmed(UInt64(number), multiple: multiple, nacked: nacked, into: &outcomes)
                        try explore(next, open: open.subtracting(covered), expected: results, told: outcomes)
                    }
                }
            }
        }
        // Any of them may have been returned before: a confirm then means returned, a nack still nacked.
        for mask in 0..<(1 << count) {
            var tracker = Self.tracker(count)
            var expected: TextMap<PublicationOutcome.Result> = [:]
            for number in 1...count {
                expected["m\(number)"] = .confirmed
                guard mask & 1 << (number - 1) != 0 else { continue }
                #expect(tracker.returned("m\(number)", code: 312, text: "NO_ROUTE") == true)
                expected["m\(number)"] = .returned(code: 312, text: "NO_ROUTE")
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
        #expect(outcomes.map(\.messageID) == ["m1"])
        // The protocol's word for "all so far".
        try tracker.confirmed(0, multiple: true, nacked: false, into: &outcomes)
        #expect(outcomes.map(\.messageID) == ["m1", "m2"])
    }

    @Test("A returned message that nobody waits for is refused; the same id twice is matched in turn")
    func returns() throws {
        var tracker = ConfirmTracker()
        #expect(tracker.returned("x", code: 312, text: "") == false)
        tracker.published("x", at: Self.now)
        tracker.published("x", at: Self.now)
        #expect(tracker.returned("x", code: 312, text: "") == true)
        #expect(tracker.returned("x", code: 313, text: "") == true)
        #expect(tracker.returned("x", code: 312, text: "") == false)
        var outcomes: [PublicationOutcome] = []
        try tracker.confirmed(2, multiple: true, nacked: false, into: &outcomes)
        #expect(outcomes.map(\.result) == [.returned(code: 312, text: ""), .returned(code: 313, text: "")])
    }

    @Test("The one that waits longest is the first without a word from the broker")
    func oldest() throws {
        var tracker = ConfirmTracker()
        #expect(tracker.oldest == nil)
        tracker.published("a", at: Self.now)
        tracker.published("b", at: Self.now + .seconds(1))
        tracker.published("c", at: Self.now + .seconds(2))
        var outcomes: [PublicationOutcome] = []
        try tracker.confirmed(2, multiple: false, nacked: false, into: &outcomes)
        #expect(tracker.oldest == Self.now)
        try tracker.confirmed(1, multiple: false, nacked: false, into: &outcomes)
        #expect(tracker.oldest == Self.now + .seconds(2))
        #expect(tracker.onlyOne == "c")
    }
}
