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

/// What a route lets its senders do, in every combination.
@Suite struct AcceptTests {
    static let all = (0..<8).map { Acceptance(code: UInt8($0)) }

    /// How a sender says which instance he means.
    enum Way: CaseIterable { case id, payload, header, idBesidePayload }

    private func harness(_ accept: Acceptance) throws -> CoreHarness {
        let routes = [
            InboundRoute(queue: "in", expressions: try InboundRoute.Expressions()),
            InboundRoute(queue: "strict", expressions: try InboundRoute.Expressions(), accept: accept),
        ]
        return try CoreHarness(
            sources: [ModelSource(file: "m.bpmn", bytes: Array(Model.order.utf8))], inbound: routes)
    }

    private func payment(_ harness: CoreHarness, _ way: Way, of instance: String) -> Delivery {
        let body = way == .payload || way == .idBesidePayload ? #"{"order_id":"a","amount":3}"# : #"{"amount":3}"#
        var delivery = harness.message(
            "payment_received", body, instance: way == .id || way == .idBesidePayload ? instance : nil)
        if way == .header { delivery.properties.headers["x-correlation"] = ["key": ["order_id": "a"]] }
        delivery.queue = "strict"
        return delivery
    }

    private func isAccepted(_ way: Way, _ accept: Acceptance) -> Bool {
        switch way {
        case .id, .idBesidePayload: accept.instance
        case .payload: accept.correlation
        case .header: accept.sentBack
        }
    }

    @Test(
        "An instance is reached by what the route accepts; what it refuses is a dead letter that says so",
        arguments: all, Way.allCases)
    func reached(accept: Acceptance, way: Way) throws {
        let harness = try harness(accept)
        try harness.deliver(harness.message("order_placed", #"{"order_id":"a","amount":3}"#))
        let instance = try #require(harness.published.first?.properties.correlationID)
        harness.published = []
        try harness.deliver(payment(harness, way, of: instance))
        let isAccepted = isAccepted(way, accept)
        #expect(harness.core.outcomes == [.started: 1, isAccepted ? .delivered : .deadLettered: 1])
        let dead = harness.published.filter { $0.exchange.isEmpty }
        #expect(dead.map(\.routingKey) == (isAccepted ? [] : ["strict.dead"]))
        if !isAccepted {
            #expect(dead.first?.properties.headers["x-bridge-stage"] == "accept")
            #expect(dead.first?.properties.headers["x-bridge-reason"]?.asString?.contains("is false)") == true)
        }
        #expect(try harness.inStore { $0.countHeld() } == 0 && harness.parked().isEmpty)
    }

    @Test(
        "Nor is it reached later: what comes early is held only where it may find somebody",
        arguments: all, [Way.payload, .header])
    func early(accept: Acceptance, way: Way) throws {
        let harness = try harness(accept)
        try harness.deliver(payment(harness, way, of: ""))
        let isAccepted = isAccepted(way, accept)
        #expect(harness.core.outcomes == [isAccepted ? .held : .deadLettered: 1])
        try harness.restart()
        try harness.deliver(harness.message("order_placed", #"{"order_id":"a","amount":3}"#))
        #expect(try harness.inStore { $0.countInstances().completed } == (isAccepted ? 1 : 0))
    }

    @Test("Whatever a route refuses, its senders start processes and send signals", arguments: all)
    func open(accept: Acceptance) throws {
        let harness = try harness(accept)
        var order = harness.message("order_placed", #"{"order_id":"a","amount":3}"#)
        order.queue = "strict"
        try harness.deliver(order)
        var signal = harness.message("bell", "{}")
        signal.queue = "strict"
        signal.properties.headers["x-event"] = "signal"
        try harness.deliver(signal)
        #expect(harness.core.outcomes == [.started: 1, .discarded: 1])
    }

    @Test("The answer to a task comes by its header or by the instance's id", arguments: all)
    func task(accept: Acceptance) throws {
        let routes = [InboundRoute(queue: "in", expressions: try InboundRoute.Expressions(), accept: accept)]
        let outbound = [
            OutboundRoute(
                match: EventMatch(event: Glob("task")), exchange: "tasks", expressions: try OutboundRoute.Expressions())
        ]
        let harness = try CoreHarness(
            sources: [ModelSource(file: "m.bpmn", bytes: Array(Model.tasks.utf8))], outbound: outbound, inbound: routes)
        try harness.deliver(harness.message("begin", #"{"xs":[1]}"#))
        let task = try #require(harness.published.first)
        var answer = harness.message(task.properties.type, "5")
        answer.properties.headers["x-event"] = "task"
        answer.properties.headers["x-correlation"] = task.properties.headers["x-correlation"]
        try harness.deliver(answer)
        #expect(harness.core.outcomes[.delivered] == (accept.sentBack ? 1 : nil))
        #expect(harness.core.outcomes[.deadLettered] == (accept.sentBack ? nil : 1))
    }
}
