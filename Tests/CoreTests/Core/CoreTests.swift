import AMQP
import Messages
import Routing
import SQLiteStore
import StorePort
import Testing
import Values

@testable import Core
@testable import Daemon
@testable import Operations

@Suite struct CoreTests {
    @Test("A message starts a process, a correlated one carries it on, and what it emits goes out in order")
    func endToEnd() throws {
        let harness = try CoreHarness()
        try harness.deliver(
            harness.message("order_placed", #"{"order_id":"a","amount":3}"#),
            harness.message("order_placed", #"{"order_id":"b","amount":4}"#))
        #expect(harness.settled == [1, 2])
        let first = try #require(harness.published.first)
        #expect(first.properties.messageID?.hasSuffix("/1") == true)
        #expect(first.properties.headers["x-correlation"] == ["key": ["order_id": "a"]])
        #expect(
            harness.takePublished() == [
                #"payment_requested {"order_id":"a","amount":3}"#, #"payment_requested {"order_id":"b","amount":4}"#,
            ])
        try harness.deliver(harness.message("payment_received", #"{"order_id":"b","amount":5}"#))
        #expect(harness.core.outcomes == [.started: 2, .delivered: 1])
        // The first publication of b's instance is not confirmed yet, so the second waits.
        #expect(harness.published.isEmpty)
        try harness.restart()
        #expect(harness.published.count == 2)
        try harness.confirmAll()
        try harness.restart()
        #expect(harness.core.isDrained)
        #expect(harness.published.isEmpty)
    }

    @Test("What an instance emits next goes out once its earlier publication is confirmed")
    func lane() throws {
        let harness = try CoreHarness()
        try harness.deliver(harness.message("order_placed", #"{"order_id":"a","amount":3}"#))
        try harness.deliver(harness.message("payment_received", #"{"order_id":"a","amount":3}"#))
        let request = try #require(harness.published.first?.properties.messageID)
        #expect(harness.takePublished().count == 1)
        harness.broker(.confirmed, request)
        try harness.work()
        #expect(harness.takePublished() == [#"order_shipped {"order_id":"a","paid":3}"#])
    }

    @Test("A redelivery changes nothing, and is settled")
    func redelivery() throws {
        let harness = try CoreHarness()
        let order = harness.message("order_placed", #"{"order_id":"a","amount":3}"#, id: "m1")
        try harness.deliver(order)
        var again = order
        again.tag = 99
        again.redelivered = true
        try harness.restart()
        harness.published = []
        try harness.deliver(again)
        #expect(harness.settled == [1, 99])
        #expect(harness.core.outcomes == [.duplicate: 1])
        #expect(try harness.inStore { $0.countInstances().running } == 1)
    }

    @Test("The same id with another body is parked, not dropped")
    func conflict() throws {
        let harness = try CoreHarness()
        try harness.deliver(harness.message("order_placed", #"{"order_id":"a","amount":3}"#, id: "m1"))
        try harness.deliver(harness.message("order_placed", #"{"order_id":"b","amount":3}"#, id: "m1"))
        #expect(harness.core.outcomes == [.started: 1, .parked: 1])
        #expect(try harness.inStore { try $0.countParked() } == 1)
    }

    @Test("A message that comes before anyone waits is held, and delivered the moment somebody does")
    func early() throws {
        let harness = try CoreHarness()
        try harness.deliver(harness.message("payment_received", #"{"order_id":"a","amount":3}"#))
        try harness.deliver(harness.message("payment_received", #"{"order_id":"b","amount":7}"#))
        #expect(harness.core.outcomes == [.held: 2])
        try harness.restart()
        try harness.deliver(harness.message("order_placed", #"{"order_id":"b","amount":7}"#))
        #expect(harness.core.outcomes == [.started: 1, .delivered: 1])
        #expect(try harness.inStore { $0.countHeld() } == 1)
        #expect(try harness.inStore { $0.countInstances().completed } == 1)
    }

    @Test("A held message nobody waits for is parked when its time is up")
    func expiry() throws {
        let harness = try CoreHarness()
        try harness.deliver(harness.message("payment_received", #"{"order_id":"a","amount":3}"#))
        try harness.advance(by: .seconds(3599))
        #expect(harness.core.outcomes == [.held: 1])
        try harness.advance(by: .seconds(1))
        #expect(harness.core.outcomes == [.held: 1, .expired: 1, .parked: 1])
        #expect(try harness.inStore { $0.countHeld() } == 0)
    }

    @Test("A sender that names the instance needs no correlation")
    func addressed() throws {
        let harness = try CoreHarness()
        try harness.deliver(harness.message("order_placed", #"{"order_id":"a","amount":3}"#))
        let instance = try #require(harness.published.first?.properties.correlationID)
        try harness.deliver(harness.message("payment_received", #"{"amount":3}"#, instance: instance))
        #expect(harness.core.outcomes == [.started: 1, .delivered: 1])
        try harness.deliver(harness.message("payment_received", #"{"amount":3}"#, instance: instance))
        let parked = try harness.inStore { try $0.parked(limit: 10) }
        #expect(parked.map(\.reason) == ["the instance \(instance) of order has ended"])
        try harness.deliver(harness.message("payment_received", #"{"amount":3}"#, instance: "nobody"))
        #expect(try harness.inStore { try $0.parked(limit: 10).last?.reason } == "there is no instance nobody")
    }

    @Test("What cannot become an event goes to the dead-letter queue, saying why, and the others go on")
    func dead() throws {
        let harness = try CoreHarness()
        try harness.deliver(
            harness.message("order_placed", #"{"order_id":"#, id: "m1"),
            harness.message(nil, "{}", id: "m2"),
            harness.message("payment_received", #"{"amount":3}"#, id: "m3"),
            harness.message("order_placed", #"{"order_id":"a","amount":3}"#, id: "m4"))
        #expect(harness.settled == [1, 2, 3, 4])
        #expect(harness.core.outcomes == [.deadLettered: 3, .started: 1])
        let dead = harness.published.filter { $0.exchange.isEmpty }
        #expect(dead.map(\.routingKey) == ["in.dead", "in.dead", "in.dead"])
        #expect(dead.map(\.properties.messageID) == ["m1", "m2", "m3"])
        #expect(dead.map { $0.properties.headers["x-bridge-stage"] } == ["decode", "name", "correlate"])
        let reason = dead.last?.properties.headers["x-bridge-reason"]?.asString ?? ""
        #expect(reason.contains("order_id"))
        harness.published = []
        var again = harness.message("order_placed", #"{"order_id":"#, id: "m1")
        again.redelivered = true
        try harness.deliver(again)
        #expect(harness.published.isEmpty)
        #expect(harness.core.outcomes[.duplicate] == 1)
    }

    @Test("An event that fails in the model is parked with the element and the reason, and changes nothing")
    func failing() throws {
        let harness = try CoreHarness()
        try harness.deliver(harness.message("order_placed", #"{"order_id":"a"}"#))
        #expect(harness.core.outcomes == [.parked: 1])
        #expect(harness.published.isEmpty)
        let parked = try #require(try harness.inStore { try $0.parked(limit: 10).first })
        #expect(parked.reason.contains("ask"))
        #expect(parked.reason.contains("amount"))
        #expect(try harness.inStore { $0.countInstances().running } == 0)
        // Its receiver goes on waiting where a later event fails.
        try harness.deliver(harness.message("order_placed", #"{"order_id":"a","amount":3}"#))
        try harness.deliver(harness.message("payment_received", #"{"order_id":"a"}"#))
        try harness.deliver(harness.message("payment_received", #"{"order_id":"a","amount":4}"#))
        #expect(harness.core.outcomes == [.parked: 2, .started: 1, .delivered: 1])
    }

    @Test("Two instances that wait alike make a message ambiguous: it is parked, and goes to neither")
    func ambiguous() throws {
        let harness = try CoreHarness()
        try harness.deliver(harness.message("order_placed", #"{"order_id":"a","amount":3}"#))
        try harness.deliver(harness.message("order_placed", #"{"order_id":"a","amount":3}"#))
        try harness.deliver(harness.message("payment_received", #"{"order_id":"a","amount":3}"#))
        #expect(harness.core.outcomes == [.started: 2, .ambiguous: 1])
        #expect(try harness.inStore { try $0.countParked() } == 1)
        #expect(try harness.inStore { $0.countInstances().running } == 2)
    }

    @Test("What one process throws starts another and comes back, all in one unit of work")
    func betweenInstances() throws {
        let outward = try OutboundRoute(
            match: EventMatch(name: Glob("all_done")), exchange: "out", expressions: OutboundRoute.Expressions())
        let harness = try CoreHarness(model: Model.pair, outbound: [outward])
        try harness.deliver(harness.message("begin", #"{"job":7}"#))
        #expect(harness.core.outcomes == [.started: 2, .delivered: 1])
        #expect(harness.takePublished() == [#"all_done {"job":7}"#])
        #expect(try harness.inStore { $0.countInstances().completed } == 2)
    }

    @Test("A returned publication is parked, and the next of its instance goes out")
    func unroutable() throws {
        let harness = try CoreHarness()
        try harness.deliver(harness.message("order_placed", #"{"order_id":"a","amount":3}"#))
        try harness.deliver(harness.message("payment_received", #"{"order_id":"a","amount":3}"#))
        let request = try #require(harness.published.first?.properties.messageID)
        harness.published = []
        harness.broker(.returned(code: 312, text: "NO_ROUTE"), request)
        try harness.work()
        #expect(harness.takePublished() == [#"order_shipped {"order_id":"a","paid":3}"#])
        let reason = "no queue takes order.payment_requested from exchange out (312 NO_ROUTE)"
        #expect(try harness.inStore { try $0.parked(limit: 10).map(\.reason) } == [reason])
        #expect(harness.notes.map(\.reason) == [reason])
        #expect(try harness.inStore { try $0.countPending() } == 1)
    }

    @Test("Deliveries of a lost generation that were not applied are not settled, and come again")
    func lostGeneration() throws {
        let harness = try CoreHarness()
        harness.core.deliveriesArrived([harness.message("order_placed", #"{"order_id":"a","amount":3}"#)])
        harness.core.consumerLost()
        harness.core.consumerReady(Generation(2))
        try harness.work()
        #expect(harness.settled.isEmpty)
        #expect(harness.core.outcomes.isEmpty)
    }
}

@Suite struct CleaningTests {
    @Test("Ids older than the window are forgotten, but never those of a live instance")
    func window() throws {
        let harness = try CoreHarness()
        let live = harness.message("order_placed", #"{"order_id":"a","amount":3}"#, id: "live")
        let done = harness.message("order_placed", #"{"order_id":"b","amount":3}"#, id: "done")
        let paid = harness.message("payment_received", #"{"order_id":"b","amount":3}"#, id: "paid")
        for message in [live, done, paid] { try harness.deliver(message) }
        try harness.confirmAll()
        try harness.advance(by: .seconds(24 * 3600))
        try harness.advance(by: .seconds(61))
        #expect(try harness.finding(live) != .new)
        #expect(try harness.finding(done) == .new)
        #expect(try harness.finding(paid) == .new)
        #expect(try harness.inStore { $0.countInstances().completed } == 1)
        try harness.advance(by: .seconds(6 * 24 * 3600))
        #expect(try harness.inStore { $0.countInstances().completed } == 0)
        #expect(try harness.inStore { $0.countInstances().running } == 1)
    }
}

@Suite struct SentBackTests {
    @Test("Correlations that a sender sends back count where the payload does not say")
    func correlationHeader() throws {
        let harness = try CoreHarness()
        try harness.deliver(harness.message("order_placed", #"{"order_id":"a","amount":3}"#))
        var answer = harness.message("payment_received", #"{"amount":3}"#)
        answer.properties.headers["x-correlation"] = ["key": ["order_id": "a"]]
        try harness.deliver(answer)
        #expect(harness.core.outcomes == [.started: 1, .delivered: 1])
    }
}
