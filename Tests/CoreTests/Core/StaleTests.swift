import Messages
import StorePort
import TestKit
import Testing
import Values

@testable import Core

/// What somebody else has changed between the reading and the commit, and commits that fail.
@Suite struct StaleTests {
    private func order(_ bench: SharedBench, _ id: String = "o", queue: String = "in") -> Delivery {
        bench.message("order_placed", #"{"order_id":"a","amount":3}"#, id: id, queue: queue)
    }

    private func payment(_ bench: SharedBench) -> Delivery {
        bench.message("payment_received", #"{"order_id":"a","amount":5}"#, id: "p")
    }

    @Test("An instance that somebody else has brought further is read again, and takes nothing twice")
    func revision() throws {
        let bench = try SharedBench()
        try bench.deliver(order(bench))
        // Somebody else: it waits for nothing now.
        bench.store.meddle = { store in
            let one = try #require(try StoreReader(store).instances(limit: 9).instances.first)
            let change = InstanceChange(state: [], sequence: one.sequence, waits: [])
            #expect(store.commit([.advance(one, change)]) == .done)
        }
        try bench.deliver(payment(bench))
        #expect(try bench.instance()?.revision == 1)
        #expect(try bench.instance()?.status == .running)
        #expect(bench.core.outcomes == [.started: 1, .held: 1])
        #expect(bench.settled == [1, 2])
        #expect(bench.published.count == 1)
    }

    @Test("An instance that somebody else has parked or brought to its end is read again", arguments: [true, false])
    func status(isParked: Bool) throws {
        let bench = try SharedBench()
        try bench.deliver(order(bench))
        bench.store.meddle = { store in
            let one = try #require(try StoreReader(store).instances(limit: 9).instances.first)
            let end = InstanceChange(state: [], sequence: one.sequence, waits: [], ended: Sample.noon)
            #expect(store.commit([isParked ? .parkInstance(one, reason: "no") : .advance(one, end)]) == .done)
        }
        try bench.deliver(payment(bench))
        #expect(try bench.instance()?.status == (isParked ? .parked : .completed))
        #expect(bench.core.outcomes == [.started: 1, .held: 1])
        #expect(bench.settled == [1, 2])
    }

    @Test("Stale ten times is decided again at once; then after a while, and nothing is parked for it")
    func often() throws {
        let bench = try SharedBench()
        bench.core.deliveriesArrived([order(bench)])
        bench.store.tried = 0
        for _ in 0..<9 {
            bench.store.inner.fault = .stale
            #expect(bench.core.hasWork(at: bench.now))
            try bench.round()
            #expect(bench.settled.isEmpty && bench.published.isEmpty)
        }
        bench.store.inner.fault = .stale
        try bench.round()
        #expect(bench.store.tried == 10)
        #expect(bench.core.hasWork(at: bench.now) == false, "it is put off")
        #expect(bench.core.nextDeadline == bench.now + .seconds(1))
        try bench.round()
        #expect(bench.store.tried == 10)
        bench.now = bench.now + .seconds(1)
        try bench.work()
        #expect(bench.core.outcomes == [.started: 1])
        #expect(bench.settled == [1])
        #expect(bench.published.count == 1)
    }

    @Test("What a failed round had decided is not settled by the next, which decides something else")
    func decidedBefore() throws {
        let bench = try SharedBench()
        let first = order(bench)
        bench.store.inner.fault = .full
        bench.core.deliveriesArrived([first])
        try bench.round()
        #expect(bench.settled.isEmpty)
        // Its step is run elsewhere now: it is not decided in the next round.
        bench.engine.goesElsewhere = { _ in true }
        bench.now = bench.now + .seconds(1)
        bench.core.deliveriesArrived([bench.message("payment_received", #"{"order_id":"b"}"#, id: "q", queue: "other")])
        try bench.work()
        #expect(bench.settled == [2])
        #expect(bench.core.outcomes == [.held: 1])
    }

    @Test(
        "A queue whose first commit failed has a number of its own on disk",
        arguments: [MemoryStore.Fault.stale, .full])
    func source(fault: MemoryStore.Fault) throws {
        let bench = try SharedBench()
        bench.store.inner.fault = fault
        bench.core.deliveriesArrived([order(bench, queue: "other")])
        try bench.round()
        bench.core.consumerLost()
        bench.core.consumerReady(Generation(1))
        bench.now = bench.now + .seconds(1)
        try bench.deliver(order(bench, "first", queue: "in"))
        try bench.deliver(order(bench, "second", queue: "other"))
        try bench.restart()
        try bench.deliver(order(bench, "first", queue: "in"), order(bench, "second", queue: "other"))
        #expect(bench.core.outcomes == [.duplicate: 2])
    }
}
