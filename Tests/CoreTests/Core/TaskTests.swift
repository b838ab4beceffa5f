import Messages
import Routing
import SQLiteStore
import StorePort
import Testing
import Values

@testable import Core
@testable import Daemon
@testable import Operations

/// Tasks that are done outside, from the publication to the answer.
@Suite struct TaskTests {
    private func harness(_ matches: EventMatch...) throws -> CoreHarness {
        let routes = try matches.map {
            OutboundRoute(match: $0, exchange: "out", expressions: try OutboundRoute.Expressions())
        }
        return try CoreHarness(model: Model.tasks, outbound: routes)
    }

    private let all = EventMatch(event: Glob("*"))
    private let tasks = EventMatch(event: Glob("task"))

    /// An answer with headers copied from the publication.
    private func answer(
        _ harness: CoreHarness, _ name: String, _ payload: String, instance: Value? = nil, correlation: Value? = nil,
        event: String = "task"
    ) -> Delivery {
        var delivery = harness.message(name, payload)
        delivery.properties.headers["x-event"] = .string(event)
        delivery.properties.headers["x-process-instance"] = instance
        delivery.properties.headers["x-correlation"] = correlation
        return delivery
    }

    @Test("Each task goes out once, and its answer by x-correlation reaches exactly that one")
    func answers() throws {
        let harness = try harness(all, tasks)
        try harness.deliver(harness.message("begin", #"{"xs":[1,2,3]}"#))
        let sent = try harness.confirmAll()
        #expect(sent.map { $0.properties.type } == ["op", "op", "op"])
        #expect(sent.map { String(decoding: $0.body, as: UTF8.self) } == [#"{"x":1}"#, #"{"x":2}"#, #"{"x":3}"#])
        #expect(sent.allSatisfy { $0.properties.headers["x-event"] == "task" })
        try harness.restart()
        for (position, publication) in sent.enumerated().reversed() {
            try harness.deliver(
                answer(harness, "op", "\(position)", correlation: publication.properties.headers["x-correlation"]))
        }
        let approve = try #require(try harness.confirmAll().first)
        #expect(String(decoding: approve.body, as: UTF8.self).contains(#""ys":[2,1,0]"#))
        #expect(harness.core.outcomes[.delivered] == 3)
        let both = approve.properties.headers
        try harness.deliver(
            answer(
                harness, "approve", #"{"ok":true}"#, instance: both["x-process-instance"],
                correlation: both["x-correlation"]))
        #expect(try harness.inStore { $0.countInstances().completed } == 1)
        #expect(try harness.inStore { try $0.countParked() } == 0)
    }

    @Test("Without a route that names the kind nothing goes out and no number is used; the task waits")
    func unrouted() throws {
        let harness = try harness(all)
        try harness.deliver(harness.message("begin", #"{"xs":[]}"#))
        #expect(harness.published.isEmpty)
        let instance = try #require(try harness.inStore { try $0.instances(.running, limit: 1).instances.first })
        #expect(instance.sequence == 0)
        #expect(try harness.inStore { try $0.subscriptions(of: instance) }.map(\.name) == ["approve"])
        try harness.deliver(answer(harness, "approve", "{}", instance: .string(instance.id.text)))
        #expect(harness.published.count == 1)
        #expect(harness.published.first?.properties.messageID == "\(instance.id.text)/1")
    }

    @Test("Named by its instance only, one of several is ambiguous; named by nothing, it is a dead letter")
    func unnamed() throws {
        let harness = try harness(tasks)
        try harness.deliver(harness.message("begin", #"{"xs":[1,2]}"#))
        let instance = try #require(harness.published.first?.properties.headers["x-process-instance"])
        try harness.deliver(answer(harness, "op", "1", instance: instance))
        #expect(harness.core.outcomes[.ambiguous] == 1)
        #expect(try harness.inStore { try $0.countParked() } == 1)
        try harness.deliver(answer(harness, "op", "1"))
        #expect(harness.core.outcomes[.deadLettered] == 1)
        let letter = try #require(harness.published.last)
        #expect(letter.properties.headers["x-bridge-stage"] == "correlate")
        #expect(letter.properties.headers["x-bridge-reason"]?.asString?.contains("x-correlation") == true)
    }

    @Test("An error that names the task is caught at its boundary, whoever else waits for that error")
    func errors() throws {
        let harness = try harness(tasks)
        try harness.deliver(harness.message("begin", #"{"xs":[1]}"#), harness.message("begin", #"{"xs":[2]}"#))
        let names = try harness.confirmAll().map { $0.properties.headers["x-correlation"] }
        try harness.deliver(answer(harness, "E1", "{}", correlation: names[1], event: "error"))
        #expect(try harness.inStore { $0.countInstances().running } == 1)
        #expect(try harness.inStore { $0.countInstances().completed } == 1)
        // The other still waits, and a late answer to the failed one finds nobody.
        try harness.deliver(answer(harness, "op", "1", correlation: names[1]))
        #expect(harness.core.outcomes[.parked] == 1)
        try harness.deliver(answer(harness, "op", "1", correlation: names[0]))
        #expect(harness.core.outcomes[.delivered] == 2)
    }

    @Test("An answer that is no object is parked with the reason, and the task still waits")
    func notAnObject() throws {
        let harness = try harness(tasks)
        try harness.deliver(harness.message("begin", #"{"xs":[]}"#))
        let names = harness.published.first?.properties.headers["x-correlation"]
        try harness.deliver(answer(harness, "approve", "[1]", correlation: names))
        #expect(harness.core.outcomes[.parked] == 1)
        let parked = try harness.inStore { try $0.parked(limit: 9) }
        #expect(try parked.first?.parked(.byRoute).reason.contains("must be an object") == true)
        try harness.deliver(answer(harness, "approve", #"{"a":1}"#, correlation: names))
        #expect(try harness.inStore { $0.countInstances().completed } == 1)
    }
}
