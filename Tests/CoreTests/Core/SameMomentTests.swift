import Messages
import Routing
import SQLiteStore
import StorePort
import Testing
import Values

@testable import Core
@testable import Daemon
@testable import Operations

/// What happens to several in one transaction, where the first changes what is to happen to the next.
@Suite struct SameMomentTests {
    @Test("A timer that ends another instance before its own timer has its turn does no harm")
    func timers() throws {
        let models = SimulationModels.sources().map { String(decoding: $0.bytes, as: UTF8.self) }
        let over = try OutboundRoute(
            match: EventMatch(name: Glob("race_over")), exchange: "out", expressions: OutboundRoute.Expressions())
        let harness = try CoreHarness(model: models.joined(), outbound: [over])
        try harness.deliver(
            harness.message("waker_begun", #"{"key":"a"}"#), harness.message("race_begun", #"{"key":"a"}"#))
        try harness.advance(by: .seconds(601))
        #expect(harness.takePublished() == [#"race_over {"key":"a","by":"answer"}"#])
        #expect(try harness.inStore { $0.countInstances().completed } == 2)
        #expect(try harness.inStore { try $0.countParked() } == 0)
    }

    @Test("Many timers due at once do not fill the outbox: the rest fires as the broker confirms")
    func manyTimers() throws {
        var settings = CoreSettings()
        settings.timerBacklog = 4
        settings.page = 2
        let over = try OutboundRoute(
            match: EventMatch(name: Glob("race_over")), exchange: "out", expressions: OutboundRoute.Expressions())
        let harness = try CoreHarness(sources: SimulationModels.sources(), outbound: [over], settings: settings)
        for number in 1...20 { try harness.deliver(harness.message("race_begun", #"{"key":"\#(number)"}"#)) }
        try harness.advance(by: .seconds(3601))
        #expect(harness.published.count == 6)
        #expect(harness.core.nextDeadline.map { $0 > harness.now } ?? true, "it would be asked again and again")
        #expect(Set(try harness.confirmAll().map(\.body)).count == 20)
        #expect(try harness.inStore { $0.countInstances().completed } == 20)
    }

    @Test("Of two held messages the first fails in the model: it is parked, and the second is delivered at once")
    func heldBehindOneThatFails() throws {
        let harness = try CoreHarness()
        try harness.deliver(harness.message("payment_received", #"{"order_id":"a"}"#))
        try harness.deliver(harness.message("payment_received", #"{"order_id":"a","amount":3}"#))
        try harness.deliver(harness.message("order_placed", #"{"order_id":"a","amount":3}"#))
        #expect(harness.core.outcomes == [.held: 2, .started: 1, .parked: 1, .delivered: 1])
        #expect(try harness.inStore { $0.countHeld() } == 0)
        #expect(try harness.inStore { $0.countInstances().completed } == 1)
    }

    @Test("What is held behind very many of its own messages reaches an instance that waits for that name")
    func heldBehindItsOwn() throws {
        let harness = try CoreHarness(model: Model.talker, outbound: [])
        try harness.deliver(harness.message("begin", "{}"))
        try harness.deliver(harness.message("ping", "{}"))
        #expect(harness.core.outcomes == [.started: 1, .held: 201])
        try harness.deliver(harness.message("listen", "{}"))
        #expect(harness.core.outcomes == [.started: 1, .held: 201, .delivered: 2])
        #expect(try harness.inStore { $0.countInstances().completed } == 1)
        #expect(try harness.inStore { $0.countHeld() } == 200)
    }
}
