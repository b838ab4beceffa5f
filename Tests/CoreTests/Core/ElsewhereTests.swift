import EnginePort
import Messages
import StorePort
import Testing
import Values

@testable import Core
@testable import Daemon
@testable import Operations

/// Steps that the engine runs elsewhere, and what goes on beside them.
@Suite struct ElsewhereTests {
    private func order(_ harness: CoreHarness, _ id: String, message: String? = nil) -> Delivery {
        harness.message("order_placed", #"{"order_id":"\#(id)","amount":3}"#, id: message ?? "order-\(id)")
    }

    private func payment(_ harness: CoreHarness, _ id: String, message: String? = nil) -> Delivery {
        harness.message("payment_received", #"{"order_id":"\#(id)","amount":5}"#, id: message ?? "payment-\(id)")
    }

    /// Steps of these orders are run elsewhere.
    private func slow(_ orders: TextSet) -> (Step) -> Bool {
        { step in
            switch step.input {
            case .start(.event(let event)), .advance(.event(let event, _)):
                orders.contains(event.payload["order_id"]?.asString ?? "")
            case .advance(.time): orders.contains("the clock")
            case .start(.none), .advance: false
            }
        }
    }

    @Test("What is light passes by what is heavy, and is settled before it")
    func light() throws {
        let harness = try CoreHarness()
        harness.engine.goesElsewhere = slow(["heavy"])
        try harness.deliver(order(harness, "heavy"), order(harness, "light"), payment(harness, "light"))
        // The payment may concern whatever the heavy step leaves, unless their correlations differ: they do.
        #expect(harness.settled == [2, 3])
        #expect(harness.core.outcomes == [.started: 1, .delivered: 1])
        #expect(harness.core.isDrained == false)
        #expect(harness.core.hasWork(at: harness.now) == false, "nothing is asked again and again")
        try harness.answer()
        #expect(harness.settled == [2, 3, 1])
        #expect(harness.core.outcomes == [.started: 2, .delivered: 1])
        #expect(harness.engine.atOnce.isEmpty)
    }

    @Test("Many run at the same time, and come to their end in any order")
    func many() throws {
        let harness = try CoreHarness()
        harness.engine.goesElsewhere = { if case .start = $0.input { true } else { false } }
        harness.core.deliveriesArrived((0..<8).map { order(harness, "\($0)") })
        try harness.work()
        #expect(harness.engine.begun.count == 8)
        for index in [3, 0, 5, 1, 2, 2, 0, 0] { try harness.answer(index) }
        #expect(Set(harness.settled) == Set(1...8))
        #expect(harness.published.count == 8)
        #expect(TextSet(harness.published.compactMap(\.properties.messageID)).count == 8)
    }

    @Test("What follows the same instance waits for it: its order is kept")
    func follows() throws {
        let harness = try CoreHarness()
        harness.engine.goesElsewhere = slow(["a"])
        try harness.deliver(order(harness, "a"), payment(harness, "a"), order(harness, "b"))
        #expect(harness.settled == [3])
        try harness.answer()
        #expect(harness.settled == [3, 1])
        #expect(harness.engine.begun.count == 1, "now the payment's step is under way")
        try harness.answer()
        #expect(harness.settled == [3, 1, 2])
        #expect(harness.core.outcomes == [.started: 2, .delivered: 1])
        #expect(try harness.inStore { $0.countHeld() } == 0)
        #expect(harness.engine.atOnce.isEmpty)
    }

    @Test("A message that names the instance waits, too, and so does its copy")
    func named() throws {
        let harness = try CoreHarness()
        try harness.deliver(order(harness, "a"))
        let id = try #require(try harness.inStore { try $0.instances(limit: 1).instances.first }).id
        harness.engine.goesElsewhere = slow(["a"])
        let payment = payment(harness, "a", message: "p")
        var copy = payment
        copy.tag = 77
        let named = harness.message("payment_received", #"{"order_id":"x"}"#, instance: id.text)
        try harness.deliver(payment, copy, named)
        #expect(harness.settled == [1])
        try harness.answer()
        #expect(harness.core.outcomes == [.started: 1, .delivered: 1, .duplicate: 1, .parked: 1])
        #expect(Set(harness.settled) == [1, 2, 77, 3])
        #expect(harness.engine.atOnce.isEmpty)
    }

    @Test("A clock that comes beside a step of its instance waits for it; other clocks do not")
    func timers() throws {
        let harness = try CoreHarness(sources: SimulationModels.sources())
        for key in ["a", "b", "c"] { try harness.deliver(harness.message("race_begun", #"{"key":"\#(key)"}"#)) }
        var chosen: InstanceID?
        harness.engine.goesElsewhere = { step in
            guard case .advance(.time) = step.input else { return false }
            chosen = chosen ?? step.instance.id
            return chosen == step.instance.id
        }
        try harness.advance(by: .seconds(601))
        #expect(try harness.inStore { $0.countInstances() }.completed == 2)
        #expect(harness.core.hasWork(at: harness.now) == false, "it is not asked again and again")
        try harness.answer()
        #expect(try harness.inStore { $0.countInstances() }.completed == 3)
        #expect(harness.core.waking.isEmpty)
        #expect(try harness.parked().isEmpty)
    }

    @Test("A clock that comes while its instance has a step elsewhere is told when that has come to its end")
    func timerBehind() throws {
        let harness = try CoreHarness(sources: SimulationModels.sources())
        try harness.deliver(harness.message("race_begun", #"{"key":"a"}"#))
        harness.engine.goesElsewhere = { if case .advance(.event) = $0.input { true } else { false } }
        try harness.deliver(harness.message("race_answered", #"{"key":"a"}"#))
        #expect(harness.engine.begun.count == 1)
        // The link is lost: the answer to the step is nobody's.
        harness.core.consumerLost()
        try harness.advance(by: .seconds(601))
        #expect(try harness.inStore { $0.countInstances() }.running == 1)
        #expect(harness.core.hasWork(at: harness.now) == false, "it is not asked again and again")
        try harness.answer()
        #expect(try harness.inStore { $0.countInstances() }.completed == 1)
        #expect(harness.engine.atOnce.isEmpty)
    }

    @Test("A clock whose step has ended is told though the disk was full when it was to be written")
    func timerOnFullDisk() throws {
        let harness = try CoreHarness(sources: SimulationModels.sources())
        try harness.deliver(harness.message("race_begun", #"{"key":"a"}"#))
        harness.engine.goesElsewhere = { if case .advance(.time) = $0.input { true } else { false } }
        try harness.advance(by: .seconds(601))
        harness.hear()
        let (effects, hasFailed) = FailingDisk.failing(after: 0, with: .full) { harness.core.round(at: harness.now) }
        #expect(hasFailed && effects.fatal == nil)
        harness.engine.goesElsewhere = { _ in false }
        try harness.advance(by: .seconds(2))
        #expect(try harness.inStore { $0.countInstances() }.completed == 1)
        #expect(harness.core.waking.isEmpty)
    }

    @Test("A clock that waited for a step which ended its instance is forgotten, and nothing is tried for ever")
    func timerOfEnded() throws {
        var settings = CoreSettings()
        settings.timerBacklog = 0
        let harness = try CoreHarness(sources: SimulationModels.sources(), settings: settings)
        try harness.deliver(harness.message("race_begun", #"{"key":"a"}"#))
        harness.engine.goesElsewhere = { if case .advance(.event) = $0.input { true } else { false } }
        try harness.deliver(harness.message("race_answered", #"{"key":"a"}"#))
        try harness.advance(by: .seconds(601))
        #expect(harness.core.waking.count == 1)
        // It ends, and what it emits keeps all clocks from being told until the broker has it.
        harness.core.outboxCount += 1
        try harness.answer()
        harness.core.outboxCount -= 1
        for _ in 0..<20 where harness.core.hasWork(at: harness.now) {
            harness.take(harness.core.round(at: harness.now).publish)
        }
        #expect(harness.core.hasWork(at: harness.now) == false)
        try harness.confirmAll()
        for _ in 0..<20 where harness.core.hasWork(at: harness.now) { _ = harness.core.round(at: harness.now) }
        #expect(harness.core.hasWork(at: harness.now) == false)
        #expect(harness.core.waking.isEmpty)
        #expect(try harness.inStore { $0.countInstances() }.completed == 1)
    }

    @Test("A retry while the engine cannot say who an event is for stays parked, and ends nothing")
    func silentRetry() throws {
        let harness = try CoreHarness()
        try harness.deliver(harness.message("order_placed", #"{"order_id":"a"}"#))
        let number = try #require(try harness.parked().first?.number)
        harness.engine.silence = EngineFailure(kind: .away, element: nil, message: "no worker")
        guard case .parkedAgain = try harness.decide(number, .retry) else {
            Issue.record("it is not parked again")
            return
        }
        #expect(try harness.parked().map(\.number) == [number])
    }

    @Test("An engine that is away parks nothing: it is asked again, and meanwhile the others go on")
    func away() throws {
        let harness = try CoreHarness()
        harness.engine.goesElsewhere = slow(["a"])
        harness.engine.refusal = EngineFailure(kind: .away, element: nil, message: "no worker")
        try harness.deliver(order(harness, "a"), order(harness, "b"))
        for _ in 0..<3 {
            try harness.answer()
            #expect(harness.engine.begun.isEmpty)
            try harness.advance(by: .seconds(1))
            #expect(harness.engine.begun.count == 1)
        }
        harness.engine.refusal = nil
        try harness.answer()
        #expect(harness.core.outcomes == [.started: 2])
        #expect(try harness.parked().isEmpty)
    }

    @Test("A step that fails in the model parks its event alone")
    func failing() throws {
        let harness = try CoreHarness()
        harness.engine.goesElsewhere = { if case .start = $0.input { true } else { false } }
        try harness.deliver(harness.message("order_placed", #"{"order_id":"a"}"#), order(harness, "b"))
        try harness.answer()
        try harness.answer()
        #expect(harness.core.outcomes == [.started: 1, .parked: 1])
        #expect(try harness.parked().map(\.stage) == ["engine"])
    }

    @Test("What was under way when the process dies, or the link is lost, is redelivered and applied once")
    func died() throws {
        let harness = try CoreHarness()
        harness.engine.goesElsewhere = slow(["a"])
        let order = order(harness, "a")
        try harness.deliver(order)
        let before = harness.engine
        harness.core.consumerLost()
        before.answer()
        try harness.work()
        #expect(harness.core.outcomes.isEmpty)
        harness.core.consumerReady(Generation(1))
        try harness.deliver(order)
        try harness.answer()
        #expect(harness.core.outcomes == [.started: 1])
        try harness.restart()
        try harness.deliver(order)
        #expect(harness.core.outcomes == [.duplicate: 1])
    }

    @Test("A person's retry is decided at once, whatever is under way")
    func retry() throws {
        let harness = try CoreHarness()
        try harness.deliver(harness.message("order_placed", #"{"order_id":"a"}"#, id: "m"))
        let number = try #require(try harness.parked().first?.number)
        harness.engine.goesElsewhere = { _ in true }
        try harness.deliver(order(harness, "b"))
        try harness.restart(model: Model.order.replacing(#"order["amount"]"#, with: #"order.get("amount")"#))
        harness.engine.goesElsewhere = { _ in true }
        #expect(try harness.decide(number, .retry) == .applied(.started))
        #expect(harness.engine.begun.isEmpty)
    }

    @Test("A signal to several runs their steps at the same time, and is given to all or to none at once")
    func signal() throws {
        let harness = try CoreHarness(sources: SimulationModels.sources())
        for key in ["a", "b", "c"] { try harness.deliver(harness.message("listen_begun", #"{"key":"\#(key)"}"#)) }
        harness.engine.goesElsewhere = { if case .advance = $0.input { true } else { false } }
        var bell = harness.message("bell", "{}")
        bell.properties.headers["x-event"] = "signal"
        try harness.deliver(bell)
        #expect(harness.engine.begun.count == 3)
        #expect(harness.settled.count == 3)
        try harness.answer(1)
        try harness.answer(1)
        #expect(harness.settled.count == 3)
        try harness.answer()
        #expect(harness.settled.count == 4)
        #expect(try harness.inStore { $0.countInstances() }.completed == 3)
    }
}
