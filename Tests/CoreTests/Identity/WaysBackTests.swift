import Messages
import Routing
import SQLiteStore
import StorePort
import Testing
import Values

@testable import Core
@testable import Daemon
@testable import Operations

/// What went out without an effect can come back: dead letters, and what nobody wanted.
@Suite struct WaysBackTests {
    private let order = #"{"order_id":"a","amount":3}"#

    private func harness(
        when: String = "True", unmatched: Unmatched = Unmatched()
    ) throws -> CoreHarness {
        try CoreHarness(inbound: [route(when: when, unmatched: unmatched)])
    }

    private func route(when: String = "True", unmatched: Unmatched = Unmatched()) throws -> InboundRoute {
        var expressions = try InboundRoute.Expressions()
        expressions.when = try RouteExpression(parsing: when)
        return InboundRoute(queue: "in", expressions: expressions, unmatched: unmatched)
    }

    /// The dead letters that went out, as somebody moves them back to their queue.
    private func moved(_ harness: CoreHarness, byCommand: Bool) throws -> [Delivery] {
        let letters = harness.published.filter { $0.exchange.isEmpty }
        try harness.confirmAll()
        return letters.enumerated().map { place, letter in
            var delivery = Delivery(
                queue: letter.routingKey, tag: 900 + UInt64(place), routingKey: letter.routingKey,
                properties: letter.properties, body: letter.body)
            if byCommand {
                delivery.properties = ReturnedLetter.publication(of: delivery, to: "in", at: harness.now).properties
            }
            delivery.queue = "in"
            delivery.routingKey = "in"
            return delivery
        }
    }

    /// Without a regard for the order of the headers.
    private func properties(_ publication: Publication) -> MessageProperties {
        var properties = publication.properties
        properties.headers.sort { $0.key < $1.key }
        return properties
    }

    @Test(
        "A dead letter that is moved back is tried again: still wrong it is dead again, fixed it is applied once",
        arguments: [false, true], ["m", nil])
    func fixed(byCommand: Bool, id: String?) throws {
        let harness = try harness(when: "type == 'other'")
        try harness.deliver(harness.message("order_placed", order, id: id))
        for _ in 0..<3 {
            let back = try moved(harness, byCommand: byCommand)
            #expect(back.count == 1)
            try harness.deliver(back[0])
        }
        #expect(harness.core.outcomes == [.deadLettered: 4])
        let back = try moved(harness, byCommand: byCommand)
        harness.inbound = [try route()]
        try harness.restart()
        try harness.deliver(back[0])
        #expect(harness.core.outcomes == [.started: 1])
        let instance = try harness.inStore { try $0.instances(limit: 1).instances.first }
        // It is known by the id that it had, and by none if it had none.
        #expect(instance?.causedBy == id)
        try harness.deliver(back[0])
        #expect(harness.core.outcomes == (id == nil ? [.started: 2] : [.started: 1, .duplicate: 1]))
    }

    @Test(
        "What a dead letter had to give up, and how it had come, is still told when it dies again; nothing piles up",
        arguments: [false, true])
    func again(byCommand: Bool) throws {
        let harness = try harness(when: "type == 'other'")
        var message = harness.message(nil, order, id: "m")
        message.exchange = "shop"
        message.routingKey = "order_placed"
        message.properties.userID = "alice"
        message.properties.expiration = "60000"
        message.properties.headers = ["CC": ["elsewhere"], "x-tenant": 5]
        try harness.deliver(message)
        let first = try #require(harness.published.last)
        try harness.deliver(try moved(harness, byCommand: byCommand)[0])
        let second = try #require(harness.published.last)
        #expect(properties(second) == properties(first))
        #expect(second.properties.headers["x-bridge-user-id"] == "alice")
        #expect(second.properties.headers["x-bridge-routing-key"] == "order_placed")
        // The event's name is its routing key, and that is still the one it had.
        let back = try moved(harness, byCommand: byCommand)[0]
        harness.inbound = [try route()]
        try harness.restart()
        try harness.deliver(back)
        #expect(harness.core.outcomes == [.started: 1])
    }

    @Test("How it had come is believed only on the direct way: by an exchange, the broker says it")
    func forged() throws {
        let harness = try harness()
        var message = harness.message(nil, order, id: "m")
        message.exchange = "shop"
        message.routingKey = "something"
        message.properties.headers = ["x-bridge-queue": "in", "x-bridge-routing-key": "order_placed"]
        try harness.deliver(message)
        #expect(harness.core.outcomes == [.held: 1])
    }

    @Test("What the broker gives again by itself makes no second dead letter; sent back by somebody it does")
    func redelivered() throws {
        let harness = try harness()
        let bad = [
            harness.message("order_placed", "{bad", id: "m1"), harness.message(nil, "{}", id: "m2"),
            harness.message("payment_received", #"{"amount":3}"#, id: "m3"),
        ]
        for one in bad {
            try harness.deliver(one)
            var again = one
            again.redelivered = true
            try harness.deliver(again)
        }
        #expect(harness.core.outcomes == [.deadLettered: 3, .duplicate: 3])
        let back = try moved(harness, byCommand: true)
        #expect(back.count == 3)
        // A crash before the commit: the broker gives again what was sent back.
        for var one in back {
            one.redelivered = true
            try harness.deliver(one)
        }
        #expect(harness.core.outcomes[.deadLettered] == 6)
        // The sender may try it again, too.
        for one in bad { try harness.deliver(one) }
        #expect(harness.core.outcomes[.deadLettered] == 9)
    }

    @Test("A redelivered dead letter whose cause was fixed meanwhile is applied, and what is dead is its duplicate")
    func mendedMeanwhile() throws {
        let harness = try harness(when: "type == 'other'")
        let message = harness.message("order_placed", order, id: "m")
        try harness.deliver(message)
        let back = try moved(harness, byCommand: false)
        harness.inbound = [try route()]
        try harness.restart()
        var again = message
        again.redelivered = true
        try harness.deliver(again)
        try harness.deliver(back[0])
        #expect(harness.core.outcomes == [.started: 1, .duplicate: 1])
    }

    @Test("What expired, or nobody wanted, may come again", arguments: [Unmatched.Then.dead, .discard])
    func expired(then: Unmatched.Then) throws {
        let harness = try harness(unmatched: Unmatched(hold: .seconds(60), then: then))
        let payment = harness.message("payment_received", order, id: "p")
        try harness.deliver(payment)
        try harness.deliver(payment)
        #expect(harness.core.outcomes == [.held: 1, .duplicate: 1])
        try harness.advance(by: .seconds(61))
        let back = then == .dead ? try moved(harness, byCommand: false)[0] : payment
        try harness.deliver(harness.message("order_placed", order, id: "o"))
        try harness.deliver(back)
        #expect(harness.core.outcomes[.delivered] == 1)
        try harness.deliver(back)
        #expect(harness.core.outcomes[.duplicate] == 2)
    }

    @Test("What expired and was parked stays known")
    func expiredParked() throws {
        let harness = try harness(unmatched: Unmatched(hold: .seconds(60), then: .park))
        let payment = harness.message("payment_received", order, id: "p")
        try harness.deliver(payment)
        try harness.advance(by: .seconds(61))
        try harness.deliver(payment)
        #expect(harness.core.outcomes == [.held: 1, .expired: 1, .parked: 1, .duplicate: 1])
    }

    @Test("A parked message whose retry makes it a dead letter may come back from there")
    func retriedToDeath() throws {
        let harness = try harness()
        try harness.deliver(harness.message("order_placed", order, id: "m"))
        try harness.deliver(harness.message("order_placed", #"{"order_id":"b","amount":1}"#, id: "m"))
        let number = try #require(try harness.parked().first?.number)
        try harness.confirmAll()
        harness.inbound = [try route(when: "type == 'other'")]
        try harness.restart()
        #expect(try harness.decide(number, .retry) == .applied(.deadLettered))
        let back = try moved(harness, byCommand: true)[0]
        try harness.restart()
        harness.inbound = [try route()]
        try harness.restart()
        try harness.deliver(back)
        // Not forgotten: the first of this identity was applied, so a person must choose again.
        #expect(harness.core.outcomes == [.parked: 1])
    }
}
