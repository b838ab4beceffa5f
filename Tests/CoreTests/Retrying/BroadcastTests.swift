import Messages
import SQLiteStore
import StorePort
import Testing
import Values

@testable import Core
@testable import Daemon
@testable import Operations

@Suite struct BroadcastTests {
    private func crowd(_ count: Int) throws -> CoreHarness {
        var settings = CoreSettings()
        settings.work.receiversAtOnce = 2
        settings.page = 2
        let harness = try CoreHarness(sources: SimulationModels.sources(), settings: settings)
        for number in 0..<count {
            try harness.deliver(harness.message("listen_begun", #"{"key":"k\#(number)"}"#))
        }
        return harness
    }

    private func bell(_ harness: CoreHarness, id: String = "bell") -> Delivery {
        var delivery = harness.message("bell", "{}", id: id)
        delivery.properties.headers["x-event"] = "signal"
        return delivery
    }

    /// Who has rung, in the order of the outbox.
    private func rung(_ harness: CoreHarness) throws -> [String] {
        try harness.inStore { set in
            try set.pending(limit: .max).map { String(decoding: $0.body, as: UTF8.self) }
        }
    }

    @Test("A signal for very many reaches each once, page by page, whenever the process dies", arguments: 0..<6)
    func crash(after rounds: Int) throws {
        let harness = try crowd(9)
        harness.core.deliveriesArrived([bell(harness)])
        for _ in 0..<rounds { _ = harness.core.round(at: harness.now) }
        let settled = try harness.inStore { $0.countInstances().completed }
        // The first round only writes down who is to have it.
        #expect(settled == max(0, min(9, (rounds - 1) * 2)))
        if rounds == 0 { return }
        try harness.restart()
        #expect(try harness.inStore { $0.countInstances() } == InstanceCounts(running: 0, completed: 9, parked: 0))
        #expect(try rung(harness) == (0..<9).map { #"{"key":"k\#($0)"}"# })
        #expect(try harness.inStore { $0.isBroadcasting } == false)
        #expect(!harness.core.hasWork(at: harness.now))
    }

    @Test("Who begins to wait after the signal does not get it, and a second one does not overtake the first")
    func order() throws {
        let harness = try crowd(5)
        harness.core.deliveriesArrived([bell(harness)])
        _ = harness.core.round(at: harness.now)
        harness.core.deliveriesArrived([harness.message("listen_begun", #"{"key":"late"}"#)])
        _ = harness.core.round(at: harness.now)
        #expect(try harness.inStore { $0.countInstances().running } == 4)
        harness.core.deliveriesArrived([bell(harness, id: "second")])
        try harness.work()
        #expect(try harness.inStore { $0.countInstances().completed } == 6)
        #expect(try rung(harness).last == #"{"key":"late"}"#)
        #expect(harness.core.outcomes == [.started: 6, .delivered: 2])
    }

    @Test("A few receivers get it at once")
    func few() throws {
        let harness = try crowd(2)
        harness.core.deliveriesArrived([bell(harness)])
        _ = harness.core.round(at: harness.now)
        #expect(try harness.inStore { $0.countInstances().completed } == 2)
        #expect(try harness.inStore { $0.isBroadcasting } == false)
    }

    @Test("A signal does not overtake another on its way to the last receivers, few as they are")
    func behind() throws {
        let harness = try crowd(4)
        harness.core.deliveriesArrived([bell(harness, id: "first")])
        // The record, and a page of two.
        for _ in 0..<2 { _ = harness.core.round(at: harness.now) }
        #expect(try harness.inStore { $0.countInstances().completed } == 2)
        try harness.deliver(bell(harness, id: "second"))
        let causes = try harness.inStore { set in
            try set.pending(limit: .max).map { try $0.publication().properties.headers["x-caused-by"]?.asString }
        }
        #expect(causes == ["first", "first", "first", "first"])
    }
}
