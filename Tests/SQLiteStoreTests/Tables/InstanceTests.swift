import Messages
import Testing
import Values

@testable import SQLiteStore
@testable import StorePort

@Suite struct InstanceTests {
    @Test("An instance comes back as it was kept")
    func roundTrip() throws {
        try withStore { store in
            let made = try store.transaction { transaction throws in
                try transaction.remember(order)
                return try transaction.insert(
                    NewInstance(
                        id: id(1), definition: order.hash, started: noon, causedBy: "m\u{0}1é", traceparent: "00-a-b-01"
                    ),
                    after: InstanceChange(
                        state: [0, 255, 0], sequence: 3, waits: [wait("paid", 7), wait(nil)], wakeAt: noon + .seconds(5)
                    ))
            }
            try store.transaction { transaction throws in
                let read = try #require(try transaction.instance(id(1)))
                #expect(read == made)
                #expect(try transaction.instance(made.key) == made)
                #expect(try transaction.state(of: made.key) == [0, 255, 0])
                #expect(try transaction.subscriptions(of: read) == [wait("paid", 7), wait(nil)])
                #expect(read.process == "order" && read.revision == 0 && read.status == .running && read.sequence == 3)
                #expect(
                    read.causedBy == "m\u{0}1é" && read.traceparent == "00-a-b-01" && read.wakeAt == noon + .seconds(5))
                #expect(try transaction.instance(id(2)) == nil)
            }
        }
    }

    @Test("An update raises the revision; one that comes from an older reading is refused and changes nothing")
    func revisions() throws {
        try withStore { store in
            try store.transaction { transaction throws in
                let first = try transaction.start(1, [wait("a")])
                let second = try transaction.update(
                    first, to: InstanceChange(state: [2], sequence: 1, waits: [wait("b")], wakeAt: noon))
                #expect(try transaction.instance(first.key) == second)
                #expect(second.revision == 1)
                let failure = #expect(throws: StoreFailure.self) {
                    try transaction.savepoint {
                        try transaction.update(first, to: InstanceChange(state: [9], sequence: 9, waits: [wait("z")]))
                    }
                }
                #expect(failure?.kind == .stale)
                #expect(try transaction.instance(first.key) == second)
                #expect(try transaction.state(of: first.key) == [2])
                #expect(try transaction.subscriptions(of: second) == [wait("b")])
            }
        }
    }

    @Test("An instance that ended takes nothing more, waits for nothing and is counted")
    func ending() throws {
        try withStore { store in
            try store.transaction { transaction throws in
                let running = try transaction.start(1, [wait("a")], wakeAt: noon)
                let ended = try transaction.update(
                    running, to: InstanceChange(state: [], sequence: 1, waits: [], ended: noon + .seconds(1)))
                #expect(ended.status == .completed && ended.ended == noon + .seconds(1))
                #expect(try transaction.instance(running.key) == ended)
                #expect(try transaction.due(at: .distantFuture, limit: 9).isEmpty)
                let failure = #expect(throws: StoreFailure.self) {
                    try transaction.update(ended, to: InstanceChange(state: [], sequence: 2, waits: []))
                }
                #expect(failure?.kind == .stale)
                #expect(transaction.countInstances() == InstanceCounts(running: 0, completed: 1, parked: 0))
                // One may also end as it starts.
                try transaction.start(2, ended: noon)
                #expect(transaction.countInstances().completed == 2)
            }
        }
    }

    @Test("A parked instance is found by no event and no clock, until it is let run again")
    func parking() throws {
        try withStore { store in
            try store.transaction { transaction throws in
                let running = try transaction.start(1, [wait("paid", 7)], wakeAt: noon)
                try transaction.park(running, reason: "its script fails")
                let parked = try #require(try transaction.instance(running.key))
                #expect(parked.status == .parked && parked.reason == "its script fails")
                #expect(try found(transaction, 7).isEmpty)
                #expect(try transaction.due(at: noon, limit: 9).isEmpty)
                #expect(try transaction.nextTimer() == nil)
                #expect(transaction.countInstances() == InstanceCounts(running: 0, completed: 0, parked: 1))
                #expect(try transaction.liveDefinitions() == [order])
                #expect(throws: StoreFailure.self) { try transaction.park(parked, reason: "again") }

                let again = try transaction.unpark(parked)
                #expect(again == running)
                #expect(try transaction.instance(running.key) == running)
                #expect(try found(transaction, 7) == [running.key])
                #expect(try transaction.due(at: noon, limit: 9).map(\.instance) == [running.key])
                #expect(throws: StoreFailure.self) { try transaction.unpark(running) }
            }
        }
    }

    private func found(_ transaction: borrowing Transaction, _ number: Int) throws -> [InstanceKey] {
        try transaction.waiting(
            for: .message, name: "paid", in: order.hash, correlations: [correlation(number)], limit: 9)
    }

    @Test("Instances are listed in the order they began, a page at a time")
    func listing() throws {
        try withStore { store in
            try store.transaction { transaction throws in
                for number in 0..<25 { try transaction.start(number, ended: number % 3 == 0 ? noon : nil) }
                var seen: [InstanceID] = []
                var cursor: InstanceKey?
                var pages = 0
                repeat {
                    let page = try transaction.instances(.running, after: cursor, limit: 4, scanning: 10)
                    seen += page.instances.map(\.id)
                    cursor = page.next
                    pages += 1
                } while cursor != nil
                #expect(seen == (0..<25).filter { $0 % 3 != 0 }.map(id))
                #expect(pages < 10)
                #expect(try transaction.instances(limit: 100).instances.map(\.id) == (0..<25).map(id))
                #expect(try transaction.instances(.parked, limit: 100).instances.isEmpty)
            }
        }
    }

    @Test("Completed instances are deleted when their time is up, oldest first, a page at a time")
    func deletion() throws {
        try withStore { store in
            try store.transaction { transaction throws in
                for number in 0..<10 { try transaction.start(number, ended: noon + .seconds(10 - number)) }
                try transaction.start(99)
                #expect(try transaction.deleteCompleted(before: noon + .seconds(8), limit: 3) == 3)
                #expect(try transaction.instance(id(9)) == nil && transaction.instance(id(6)) != nil)
                #expect(try transaction.deleteCompleted(before: noon + .seconds(8), limit: 100) == 4)
                #expect(try transaction.deleteCompleted(before: noon + .seconds(8), limit: 100) == 0)
                #expect(transaction.countInstances() == InstanceCounts(running: 1, completed: 3, parked: 0))
            }
        }
    }

    @Test("A definition is remembered once, and is live while an instance runs or is parked")
    func definitions() throws {
        try withStore { store in
            try store.transaction { transaction throws in
                try transaction.remember(order)
                var other = order
                other.sources = [9]
                // The hash says it is the same: what is known stays.
                try transaction.remember(other)
                #expect(try transaction.definition(order.hash) == order)
                #expect(try transaction.definition("unknown") == nil)
                #expect(try transaction.liveDefinitions().isEmpty)
                let instance = try transaction.start(1)
                #expect(try transaction.liveDefinitions() == [order])
                try transaction.update(instance, to: InstanceChange(state: [], sequence: 0, waits: [], ended: noon))
                #expect(try transaction.liveDefinitions().isEmpty)
            }
        }
    }
}
