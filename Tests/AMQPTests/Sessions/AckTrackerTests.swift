import Testing

@testable import AMQP

@Suite("Acknowledging")
struct AckTrackerTests {
    /// What the broker keeps of one channel: it closes it over a tag that is not outstanding.
    private struct Broker {
        var outstanding: [UInt64] = []
        var acknowledged: Set<UInt64> = []
        var isClosed = false

        mutating func receive(_ acknowledgement: Acknowledgement) {
            if !outstanding.contains(acknowledgement.tag) { isClosed = true }
            let covered = outstanding.filter {
                acknowledgement.multiple ? $0 <= acknowledgement.tag : $0 == acknowledgement.tag
            }
            acknowledged.formUnion(covered)
            outstanding.removeAll { covered.contains($0) }
        }
    }

    private struct World {
        var tracker = AckTracker()
        var broker = Broker()
        var settled: Set<UInt64> = []
        var next: UInt64 = 1

        mutating func deliver() {
            tracker.delivered(next)
            broker.outstanding.append(next)
            next += 1
        }

        mutating func settle(_ tag: UInt64) {
            tracker.settled([tag])
            settled.insert(tag)
        }

        mutating func flush() {
            for acknowledgement in tracker.takeAcknowledgements() { broker.receive(acknowledgement) }
        }
    }

    @Test("In every order of deliveries, settlements and flushes exactly what is settled is acknowledged")
    func everyOrder() {
        var checked = 0
        func explore(_ world: World, steps: Int) {
            var flushed = world
            flushed.flush()
            checked += 1
            #expect(!flushed.broker.isClosed)
            #expect(flushed.broker.acknowledged == flushed.settled)
            #expect(flushed.tracker.outstanding == flushed.broker.outstanding.count)
            if steps == 0 { return }
            explore(flushed, steps: steps - 1)
            if world.next <= 5 {
                var next = world
                next.deliver()
                explore(next, steps: steps - 1)
            }
            for tag in 1..<world.next where !world.settled.contains(tag) {
                var next = world
                next.settle(tag)
                explore(next, steps: steps - 1)
            }
        }
        explore(World(), steps: 9)
        #expect(checked > 10_000)
    }

    @Test("A settled prefix takes one acknowledgement, what is settled beyond it one each")
    func fewest() {
        var tracker = AckTracker()
        for tag in UInt64(1)...6 { tracker.delivered(tag) }
        tracker.settled([1, 2, 3, 5])
        #expect(
            tracker.takeAcknowledgements() == [
                Acknowledgement(tag: 3, multiple: true), Acknowledgement(tag: 5, multiple: false),
            ])
        tracker.settled([4, 6])
        #expect(tracker.takeAcknowledgements() == [Acknowledgement(tag: 6, multiple: true)])
        #expect(tracker.takeAcknowledgements().isEmpty)
    }

    @Test("Tags that are not outstanding are ignored, above all 0, which would cover everything")
    func unknownTags() {
        var tracker = AckTracker()
        tracker.delivered(1)
        tracker.delivered(2)
        tracker.settled([0, 3, 99, .max])
        #expect(tracker.takeAcknowledgements().isEmpty)
        tracker.settled([1, 1])
        #expect(tracker.takeAcknowledgements() == [Acknowledgement(tag: 1, multiple: false)])
        tracker.settled([1])
        #expect(tracker.takeAcknowledgements().isEmpty)
    }

    @Test("The bytes of what is outstanding are counted until it is settled, once")
    func bytes() {
        var tracker = AckTracker()
        for tag in UInt64(1)...3 { tracker.delivered(tag, bytes: 10) }
        #expect(tracker.outstandingBytes == 30)
        tracker.settled([3, 3])
        #expect(tracker.outstandingBytes == 20)
        _ = tracker.takeAcknowledgements()
        tracker.settled([1, 2, 3])
        #expect(tracker.outstandingBytes == 0)
    }

    @Test("One delivery that is never settled keeps neither the others nor memory")
    func neverSettled() {
        var tracker = AckTracker()
        tracker.delivered(1)
        for tag in UInt64(2)...10_000 {
            tracker.delivered(tag)
            tracker.settled([tag])
            #expect(tracker.takeAcknowledgements() == [Acknowledgement(tag: tag, multiple: false)])
            #expect(tracker.outstanding == 1)
        }
    }
}
