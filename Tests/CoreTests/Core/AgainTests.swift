import EnginePort
import Messages
import Models
import Routing
import StorePort
import Testing
import Values

@testable import Core

/// What had to wait for the engine is tried again from its beginning, and comes to the same.
@Suite struct AgainTests {
    private func harness(receiversAtOnce: Int = 200) throws -> CoreHarness {
        var settings = CoreSettings()
        settings.work.receiversAtOnce = receiversAtOnce
        let harness = try CoreHarness(sources: SimulationModels.sources(), settings: settings)
        for key in ["a", "b", "c"] { try harness.deliver(harness.message("listen_begun", #"{"key":"\#(key)"}"#)) }
        harness.engine.goesElsewhere = { if case .advance = $0.input { true } else { false } }
        return harness
    }

    private func bell(_ harness: CoreHarness) -> Delivery {
        var bell = harness.message("bell", "{}")
        bell.properties.headers["x-event"] = "signal"
        return bell
    }

    private func completed(_ harness: CoreHarness) throws -> Int {
        try harness.inStore { $0.countInstances() }.completed
    }

    @Test("It is decided as of the time at which it came, however late its step is answered")
    func time() throws {
        let harness = try CoreHarness()
        harness.engine.goesElsewhere = { if case .start = $0.input { true } else { false } }
        let came = harness.now
        try harness.deliver(harness.message("order_placed", #"{"order_id":"a","amount":3}"#))
        try harness.advance(by: .seconds(30))
        try harness.answer()
        #expect(harness.engine.begun.isEmpty, "nothing is asked twice")
        #expect(harness.settled == [1])
        #expect(try harness.inStore { try $0.instances(limit: 1).instances.first }?.started == came)
    }

    @Test("A copy of what is under way asks the engine for nothing, and is a duplicate")
    func copy() throws {
        let harness = try CoreHarness()
        // The queue is known: at its first message it has a number only once that is decided.
        try harness.deliver(harness.message("payment_received", #"{"order_id":"x"}"#))
        harness.engine.goesElsewhere = { _ in true }
        let order = harness.message("order_placed", #"{"order_id":"a","amount":3}"#)
        var copy = order
        copy.tag = 77
        try harness.deliver(order, copy)
        #expect(harness.engine.begun.count == 1)
        try harness.answer()
        #expect(harness.settled == [1, 2, 77])
        #expect(harness.core.outcomes == [.held: 1, .started: 1, .duplicate: 1])
    }

    @Test("Each step of one delivery has its own answer, in whatever order they come", arguments: 0..<3)
    func answers(first: Int) throws {
        let harness = try harness()
        try harness.deliver(bell(harness))
        #expect(harness.engine.begun.count == 3)
        try harness.answer(first)
        for _ in 0..<2 {
            #expect(try completed(harness) == 0)
            try harness.answer()
        }
        #expect(harness.engine.begun.isEmpty, "nothing is asked twice")
        #expect(try completed(harness) == 3)
        #expect(try harness.inStore { try $0.instances(limit: 9).instances.map(\.revision) } == [1, 1, 1])
    }

    @Test(
        "A page of receivers of a broadcast is given all of it or nothing, and each is given it once", arguments: 0..<3)
    func page(first: Int) throws {
        let harness = try harness(receiversAtOnce: 1)
        try harness.deliver(bell(harness))
        #expect(harness.settled.count == 4, "it has a record, and is settled")
        #expect(harness.engine.begun.count == 3)
        try harness.answer(first)
        for _ in 0..<2 {
            #expect(try completed(harness) == 0)
            #expect(try harness.inStore { $0.isBroadcasting })
            try harness.answer()
        }
        #expect(harness.engine.begun.isEmpty, "nothing is asked twice")
        #expect(try completed(harness) == 3)
        #expect(try harness.inStore { $0.isBroadcasting } == false)
        #expect(harness.engine.atOnce.isEmpty)
    }

    @Test("What one of them could be given here is taken back, while others have to wait")
    func partly() throws {
        for receiversAtOnce in [1, 200] {
            let harness = try harness(receiversAtOnce: receiversAtOnce)
            let heavy = try #require(try harness.inStore { try $0.instances(limit: 9).instances.last }).id
            harness.engine.goesElsewhere = { if case .advance = $0.input { $0.instance.id == heavy } else { false } }
            try harness.deliver(bell(harness))
            #expect(harness.engine.begun.count == 1)
            #expect(try completed(harness) == 0)
            let light = try harness.inStore { try $0.instances(limit: 9).instances }.map(\.id).filter { $0 != heavy }
            #expect(Set(light).isSubset(of: harness.engine.forgotten), "the engine, too, knows the others as they were")
            try harness.advance(by: .seconds(1))
            try harness.answer()
            #expect(try completed(harness) == 3)
            #expect(try harness.inStore { try $0.instances(limit: 9).instances.map(\.revision) } == [1, 1, 1])
        }
    }

    private func listeners(receiversAtOnce: Int, _ count: Int) throws -> CoreHarness {
        var settings = CoreSettings()
        settings.work.receiversAtOnce = receiversAtOnce
        let harness = try CoreHarness(
            sources: [ModelSource(file: "test.bpmn", bytes: Array(FollowingModel.text.utf8))],
            outbound: [
                OutboundRoute(
                    match: EventMatch(name: Glob("done")), exchange: "out", expressions: try OutboundRoute.Expressions()
                )
            ], settings: settings)
        for _ in 0..<count { try harness.deliver(harness.message("begin", "{}")) }
        return harness
    }

    private func go(_ harness: CoreHarness) -> Delivery {
        var go = harness.message("go", "{}")
        go.properties.headers["x-event"] = "signal"
        return go
    }

    @Test(
        "What follows from one receiver does not follow before all have taken it, and then once", arguments: [1, 200])
    func followed(receiversAtOnce: Int) throws {
        let harness = try listeners(receiversAtOnce: receiversAtOnce, 2)
        let heavy = try #require(try harness.inStore { try $0.instances(limit: 9).instances.last }).id
        harness.engine.goesElsewhere = { if case .advance = $0.input { $0.instance.id == heavy } else { false } }
        // Beside it something that has nothing to do with it.
        try harness.deliver(go(harness), harness.message("work", "{}"))
        #expect(harness.engine.begun.count == 1)
        #expect(try harness.inStore { $0.countInstances() } == InstanceCounts(running: 2, completed: 1))
        #expect(harness.published.count == 1)
        try harness.answer()
        #expect(harness.published.count == 3)
        #expect(try harness.inStore { $0.countInstances() } == InstanceCounts(running: 2, completed: 3))
    }

    @Test("Each receiver of a page asks for its steps once, whatever follows from the others")
    func asked() throws {
        let harness = try listeners(receiversAtOnce: 1, 2)
        harness.engine.goesElsewhere = { _ in true }
        try harness.deliver(go(harness))
        // Their own steps, and then those of the two processes that they start.
        for _ in 0..<2 {
            #expect(harness.engine.begun.count == 2)
            try harness.answer()
            try harness.answer()
        }
        #expect(harness.engine.begun.isEmpty)
        #expect(harness.core.work.number == 4)
        #expect(harness.published.count == 2)
    }
}
