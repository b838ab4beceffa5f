import Messages
import Routing
import SQLiteStore
import StorePort
import Testing
import Values

@testable import Core
@testable import Daemon
@testable import Operations

/// Promise 2: what a message is known by, and what is the same message.
@Suite struct IdentityTests {
    private let body = #"{"order_id":"a","amount":3}"#

    @Test("Another event under the same id and body is another message: name, kind, sender, addressee, task")
    func otherEvents() throws {
        let harness = try CoreHarness()
        let first = harness.message("order_placed", body, id: "A-1")
        var others: [Delivery] = []
        func other(_ change: (inout Delivery) -> Void) {
            var delivery = first
            delivery.tag += UInt64(others.count) + 1
            change(&delivery)
            others.append(delivery)
        }
        other { $0.properties.type = "payment_received" }
        other { $0.properties.headers["x-event"] = "signal" }
        other { $0.properties.appID = "warehouse" }
        other { $0.properties.appID = "billing" }
        other { $0.properties.appID = "" }
        other { $0.properties.headers["x-process-instance"] = "somebody" }
        other { $0.properties.headers["x-process-instance"] = "somebody else" }
        for task in ["i:1", "i:2"] {
            other {
                $0.properties.headers["x-event"] = "task"
                $0.properties.headers["x-correlation"] = ["task": ["id": .string(task)]]
            }
        }
        try harness.deliver(first)
        for (place, delivery) in others.enumerated() {
            try harness.deliver(delivery)
            #expect(harness.core.outcomes[.duplicate] == nil, "the \(place)th was taken for another")
        }
        #expect(try harness.parked().allSatisfy { $0.stage != "dedupe" })
        // Each of them again is a duplicate of itself, but for a signal that nobody waited for.
        for delivery in [first] + others where delivery.properties.headers["x-event"] != "signal" {
            try harness.deliver(delivery)
        }
        #expect(harness.core.outcomes[.duplicate] == others.count)
    }

    @Test(
        "The same value written in another way is the same message",
        arguments: [
            #" { "amount" : 3 ,  "order_id" : "a" } "#, #"{"order_id":"\u0061","amount":3}"#,
            #"{"order_id":"a","amount":3.0}"#, #"{"order_id":"a","amount":30e-1}"#,
            "{\n\"order_id\":\"a\",\n\"amount\":3}",
        ])
    func spellings(text: String) throws {
        let harness = try CoreHarness()
        try harness.deliver(harness.message("order_placed", body, id: "m"))
        try harness.deliver(harness.message("order_placed", text, id: "m"))
        try harness.deliver(
            harness.message("order_placed", text, id: "m", contentType: "application/json; charset=utf-8"))
        try harness.deliver(harness.message("order_placed", text, id: "m", contentType: nil))
        #expect(harness.core.outcomes == [.started: 1, .duplicate: 3])
    }

    @Test(
        "Another value is in conflict, however alike it looks",
        arguments: [
            #"{"order_id":"a","amount":4}"#, #"{"order_id":"a","amount":"3"}"#,
            #"{"order_id":"a","amount":3,"x":null}"#,
            #"{"order_id":"a","amount":[3]}"#, #"{"order_id":"a","amount":3.0000000001}"#, #"{"amount":3}"#,
            #"{"order_id":"a","amount":true}"#, #"{"order_id":"á","amount":3}"#, #"["a",3]"#,
        ])
    func conflicts(text: String) throws {
        let harness = try CoreHarness()
        try harness.deliver(harness.message("order_placed", body, id: "m"))
        let other = harness.message("order_placed", text, id: "m")
        try harness.deliver(other)
        #expect(harness.core.outcomes == [.started: 1, .parked: 1])
        let parked = try #require(try harness.parked().first)
        #expect(parked.stage == "dedupe")
        #expect(parked.reason.contains("another payload"))
        #expect(parked.reason.contains("started a process at 2026-"))
        // Its redelivery is a duplicate of it, not a second conflict.
        try harness.deliver(other)
        #expect(harness.core.outcomes == [.started: 1, .parked: 1, .duplicate: 1])
    }

    @Test("A payload that a route makes of headers is compared as it is made")
    func headers() throws {
        var expressions = try InboundRoute.Expressions()
        expressions.payload = try RouteExpression(
            parsing: #"{"order_id": body["order_id"], "amount": headers["amount"]}"#)
        let harness = try CoreHarness(inbound: [InboundRoute(queue: "in", expressions: expressions)])
        var first = harness.message("order_placed", #"{"order_id":"a"}"#, id: "m")
        first.properties.headers["amount"] = 3
        try harness.deliver(first)
        var other = first
        other.properties.headers["amount"] = 4
        try harness.deliver(first, other)
        #expect(harness.core.outcomes == [.started: 1, .duplicate: 1, .parked: 1])
    }

    @Test(
        "What a route makes of the delivery, the clock or chance does not make a redelivery another message",
        arguments: [
            #"{"order_id": body["order_id"], "amount": 3, "again": redelivered}"#,
            #"{"order_id": body["order_id"], "amount": 3, "headers": headers}"#,
            #"{"order_id": body["order_id"], "amount": 3, "at": str(datetime.datetime.now())}"#,
            #"{"order_id": body["order_id"], "amount": random.random()}"#,
        ])
    func chance(payload: String) throws {
        var expressions = try InboundRoute.Expressions()
        expressions.payload = try RouteExpression(parsing: payload)
        expressions.name = try RouteExpression(parsing: #"type if not redelivered else type + """#)
        let harness = try CoreHarness(inbound: [InboundRoute(queue: "in", expressions: expressions)])
        let first = harness.message("order_placed", #"{"order_id":"a"}"#, id: "m")
        try harness.deliver(first)
        var again = first
        again.redelivered = true
        again.properties.headers["x-delivery-count"] = 4
        try harness.deliver(again)
        #expect(harness.core.outcomes == [.started: 1, .duplicate: 1])
        var other = first
        other.body = Array(#"{"order_id":"b"}"#.utf8)
        try harness.deliver(other)
        #expect(harness.core.outcomes[.parked] == 1)
    }

    @Test("The source of a CloudEvent belongs to its identity, in either mode")
    func cloudEvents() throws {
        let harness = try CoreHarness()
        func event(_ source: String, id: String) -> Delivery {
            var message = harness.message("order_placed", body, id: id)
            for (name, value) in [("specversion", "1.0"), ("id", "1"), ("source", source), ("type", "t")] {
                message.properties.headers["ce-" + name] = .string(value)
            }
            return message
        }
        try harness.deliver(event("/a", id: "m"), event("/b", id: "m"), event("/a", id: "m"))
        #expect(harness.core.outcomes == [.started: 2, .duplicate: 1])
    }

    @Test("A duplicate is counted, and told with what it is known by")
    func told() throws {
        let harness = try CoreHarness()
        var message = harness.message("order_placed", body, id: "m")
        message.properties.appID = "shop"
        try harness.deliver(message)
        try harness.deliver(message)
        let note = try #require(harness.notes.last)
        #expect(note.outcome == .duplicate)
        #expect(
            note.details == [
                .queue: "in", .messageID: "m", .event: "message", .name: "order_placed", .appID: "shop",
                .redelivered: "no",
            ])
    }

    @Test("What is known survives a restart, in every form")
    func restart() throws {
        let harness = try CoreHarness()
        let order = harness.message("order_placed", body, id: "m")
        let early = harness.message("payment_received", #"{"order_id":"z","amount":3}"#, id: "m")
        let other = harness.message("order_placed", #"{"order_id":"b","amount":3}"#, id: "m")
        try harness.deliver(order, early, other)
        #expect(harness.core.outcomes == [.started: 1, .held: 1, .parked: 1])
        try harness.restart()
        try harness.deliver(order, early, other)
        #expect(harness.core.outcomes == [.duplicate: 3])
    }
}
