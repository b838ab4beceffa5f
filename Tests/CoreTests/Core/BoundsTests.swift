import Messages
import Models
import Routing
import SQLiteStore
import StorePort
import Testing
import Values

@testable import Core
@testable import Daemon
@testable import Operations

/// What senders can make the bridge keep.
@Suite struct BoundsTests {
    private static let small = Unmatched.Most(count: 4, bytes: 1 << 20)
    private static let light = Unmatched.Most(count: 1000, bytes: 6000)

    private func route(
        _ over: Unmatched.Over, _ most: Unmatched.Most, queue: String = "in", place: Int = 1, payload: String? = nil,
        when: String = "True"
    ) throws -> InboundRoute {
        var expressions = try InboundRoute.Expressions()
        if let payload { expressions.payload = try RouteExpression(parsing: payload) }
        expressions.when = try RouteExpression(parsing: when)
        return InboundRoute(
            queue: queue, place: place, expressions: expressions, unmatched: Unmatched(most: most, over: over))
    }

    private func harness(_ routes: [InboundRoute]) throws -> CoreHarness {
        try CoreHarness(sources: [ModelSource(file: "m.bpmn", bytes: Array(Model.order.utf8))], inbound: routes)
    }

    /// A message that nobody waits for, of about 1,000 bytes.
    private func stray(_ harness: CoreHarness, _ number: Int, queue: String = "in") -> Delivery {
        let text = String(repeating: "x", count: 960)
        var delivery = harness.message(
            "payment_received", #"{"order_id":"n\#(number)","amount":2,"t":"\#(text)"}"#, id: "m\(number)")
        delivery.queue = queue
        return delivery
    }

    private func kept(_ harness: CoreHarness, _ route: String = "in") throws -> KeptAmount {
        let amount = try harness.inStore { try $0.kept(route: route) }
        #expect(harness.core.kept[route] == amount)
        return amount
    }

    @Test("A full route pauses its queue, once, and what was under way is kept", arguments: [small, light])
    func pause(most: Unmatched.Most) throws {
        let harness = try harness([route(.pause, most), route(.pause, most, queue: "other")])
        for number in 0..<9 { try harness.deliver(stray(harness, number)) }
        #expect(try harness.inStore { $0.countHeld() } == 9)
        #expect(harness.core.outcomes == [.held: 9])
        #expect(harness.settled.count == 9)
        guard case .pause("in", let reason)? = harness.queues.first, harness.queues.count == 1 else {
            return #expect(Bool(false), "\(harness.queues)")
        }
        #expect(reason.contains("bpmn-bridge parked") && reason.contains("unmatched.most"))
        // Parked, they are as many as before.
        let held = try kept(harness)
        try harness.advance(by: .seconds(3600))
        #expect(try harness.parked().count == 9)
        #expect(try kept(harness).count == held.count)
        #expect(harness.queues.count == 1)
        // A start begins with the pause.
        try harness.restart()
        #expect(harness.queues.count == 2 && harness.core.queueBounds.paused == ["in"])
        #expect(try kept(harness).count == 9)
        // A quarter must be gone before it is consumed again.
        let lower = most.count == 4 ? 3 : 4
        for row in try harness.parked().dropLast(lower + 1) {
            #expect(try harness.decide(row.number, .discard(why: "test")) == .discarded)
        }
        #expect(harness.core.queueBounds.paused == ["in"])
        let next = try #require(try harness.parked().first?.number)
        _ = try harness.decide(next, .discard(why: "test"))
        #expect(harness.queues.last == .resume(queue: "in"))
        #expect(harness.core.queueBounds.paused.isEmpty)
        #expect(try kept(harness).count == lower)
        for row in try harness.parked() { _ = try harness.decide(row.number, .discard(why: "test")) }
        #expect(try kept(harness) == KeptAmount())
    }

    @Test(
        "Beyond the bound a message is a dead letter or dropped, with a reason, and the queue goes on",
        arguments: [Unmatched.Over.dead, .discard], [small, light])
    func refuse(over: Unmatched.Over, most: Unmatched.Most) throws {
        let harness = try harness([route(over, most)])
        let fits = most.count == 4 ? 4 : 5
        for number in 0..<fits { try harness.deliver(stray(harness, number)) }
        #expect(harness.core.outcomes == [.held: fits])
        let last = stray(harness, 99)
        try harness.deliver(last)
        #expect(harness.core.outcomes[over == .dead ? .deadLettered : .discarded] == 1)
        #expect(harness.notes.last?.reason.contains("nobody waits for it; and \(fits) events") == true)
        if over == .dead {
            #expect(harness.published.map(\.routingKey) == ["in.dead"])
            #expect(harness.published.first?.body == last.body)
            #expect(harness.published.first?.properties.headers["x-bridge-stage"] == "unmatched")
        } else {
            #expect(harness.published.isEmpty)
        }
        // What somebody waits for, or starts by, is taken as ever; it makes room.
        try harness.deliver(harness.message("order_placed", #"{"order_id":"n0","amount":1}"#))
        #expect(harness.core.outcomes[.delivered] == 0 || harness.core.outcomes[.started] == 1)
        #expect(harness.queues.isEmpty)
        #expect(try harness.inStore { $0.countHeld() } <= fits)
    }

    @Test("What fails is bounded as what waits is", arguments: [Unmatched.Over.dead, .discard])
    func failing(over: Unmatched.Over) throws {
        let harness = try harness([route(over, Self.small)])
        for number in 0..<6 { try harness.deliver(harness.message("order_placed", #"{"order_id":"\#(number)"}"#)) }
        #expect(try harness.parked().count == 4)
        #expect(harness.core.outcomes == [.parked: 4, over == .dead ? .deadLettered : .discarded: 2])
        #expect(try kept(harness).count == 4)
        // A retry has its place, also where it fails again.
        let number = try #require(try harness.parked().first?.number)
        guard case .parkedAgain = try harness.decide(number, .retry) else { return #expect(Bool(false)) }
        #expect(try kept(harness).count == 4)
    }

    @Test("Each route of a queue counts for itself, and any of them pauses the queue")
    func routes() throws {
        let harness = try harness([
            route(.pause, Self.small, when: "message_id == 'm0'"),
            route(.pause, Unmatched.Most(count: 2), place: 2), route(.dead, Self.small, queue: "other"),
        ])
        for number in 0..<3 { try harness.deliver(stray(harness, number)) }
        try harness.deliver(stray(harness, 7, queue: "other"))
        #expect(try kept(harness).count == 1)
        #expect(try kept(harness, "in (route 2)").count == 2)
        #expect(try kept(harness, "other").count == 1)
        #expect(harness.core.queueBounds.paused == ["in"])
    }

    @Test("What is undone counts for nothing: a crash, and a delivery that is taken back")
    func undone() throws {
        let harness = try harness([route(.pause, Self.small)])
        try harness.deliver(stray(harness, 1))
        let before = try kept(harness)
        struct Undone: Error {}
        try? harness.core.inStore { (set) -> Void in
            try harness.core.work.begin(at: harness.now)
            #expect(try harness.core.work.apply(Arrival(stray(harness, 2))))
            #expect(try set.kept(route: "in").count == 2)
            throw Undone()
        }
        #expect(try harness.inStore { try $0.kept(route: "in") } == before)
        try harness.restart()
        #expect(try kept(harness) == before)
    }

    @Test(
        "A held body is stored once, and gives the same payload again, whatever the routes are then",
        arguments: [nil, "{'order_id': body['order_id'], 'amount': len(body['t'])}", "dict(body, at=str(time.time()))"])
    func once(payload: String?) throws {
        let harness = try harness([route(.pause, Unmatched.Most(), payload: payload)])
        try harness.deliver(stray(harness, 5))
        let bytes = try kept(harness).bytes
        // What depends on the moment cannot be had again: then both are kept.
        let isKeptTwice = payload?.contains("time") == true
        #expect(isKeptTwice ? bytes > 2000 : bytes < 1500)
        let rows = try harness.inStore {
            try $0.held(
                HeldQuery(kind: .message, name: "payment_received", openly: true, keys: [], limit: 9))
        }
        let again = try #require(try rows.first?.incoming(.byRoute))
        #expect(again.event.payload["order_id"] == "n5")
        if payload == nil { #expect(again.event.payload["t"]?.asString?.count == 960) }
        if payload?.contains("len") == true { #expect(again.event.payload["amount"] == 960) }
        #expect(again.origin?.body == stray(harness, 5).body)
        try harness.restart()
        try harness.deliver(harness.message("order_placed", #"{"order_id":"n5","amount":1,"t":""}"#))
        #expect(harness.core.outcomes[.started] == 1)
        #expect(try harness.inStore { $0.countHeld() } == 0)
        #expect(try kept(harness) == KeptAmount())
    }

    @Test("A transaction takes no more bytes of bodies than it may, and at least one message")
    func batch() throws {
        var settings = CoreSettings()
        settings.batchBytes = 2500
        let harness = try CoreHarness(
            sources: [ModelSource(file: "m.bpmn", bytes: Array(Model.order.utf8))], settings: settings)
        var large = stray(harness, 50)
        large.body += Array(repeating: UInt8(ascii: " "), count: 9000)
        harness.core.deliveriesArrived((0..<5).map { stray(harness, $0) } + [large])
        #expect(harness.core.nextBatch(at: harness.now) == 2)
        var rounds = 0
        while !harness.core.arrived.isEmpty {
            _ = harness.core.round(at: harness.now)
            rounds += 1
        }
        #expect(rounds == 4)
        #expect(harness.core.outcomes[.held] == 6)
    }

    @Test("What is redelivered is applied in smaller transactions, and what is new behind it in larger ones again")
    func redelivered() throws {
        var settings = CoreSettings()
        (settings.batch, settings.redeliveredBatch) = (20, 3)
        let harness = try CoreHarness(
            sources: [ModelSource(file: "m.bpmn", bytes: Array(Model.order.utf8))], settings: settings)
        let deliveries = (0..<14).map { number in
            var delivery = stray(harness, number)
            delivery.redelivered = number < 4
            return delivery
        }
        harness.core.deliveriesArrived(deliveries)
        var sizes: [Int] = []
        while !harness.core.arrived.isEmpty {
            sizes.append(harness.core.nextBatch(at: harness.now))
            _ = harness.core.round(at: harness.now)
        }
        #expect(sizes == [3, 3, 8])
        #expect(harness.core.outcomes[.held] == 14)
    }
}
