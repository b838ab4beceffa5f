import CSQLite
import EmbeddedEngine
import EnginePort
import Messages
import Models
import Routing
import SQLiteStore
import Simulation
import StorePort
import Testing
import Values

@testable import Core
@testable import Daemon
@testable import Operations

/// What a person finds, and what is left after his decisions.
@Suite struct DeskTests {
    private func numbers(_ harness: CoreHarness, of process: String) -> [Int] {
        let request = ControlRequest.parked(ParkedFilter(process: process), after: 0, limit: 100)
        return harness.core.answer(request, at: harness.now).0.items.compactMap {
            if case .parked(let line) = $0 { line.head.number } else { nil }
        }
    }

    private func item(_ harness: CoreHarness, _ request: ControlRequest) -> Value {
        harness.core.answer(request, at: harness.now).0.items.first?.value ?? .null
    }

    @Test("What failed at a start, was ambiguous, or is a delivery is found by its process")
    func processes() throws {
        // Without a route, what a process throws is parked under its name, too.
        let harness = try CoreHarness(sources: SimulationModels.sources(), outbound: [])
        try harness.deliver(harness.message("order_placed", #"{"key":"a"}"#))
        #expect(numbers(harness, of: "order") == [1])
        for _ in 0..<2 { try harness.deliver(harness.message("order_placed", #"{"key":"b","amount":1}"#)) }
        try harness.deliver(harness.message("payment_received", #"{"key":"b","amount":1}"#))
        #expect(harness.core.outcomes[.ambiguous] == 1)
        #expect(numbers(harness, of: "order") == [1, 2])
        // One id with two payloads is a delivery that a person must look at.
        try harness.deliver(harness.message("begin", #"{"key":"c"}"#, id: "same"))
        try harness.deliver(harness.message("begin", #"{"key":"d"}"#, id: "same"))
        #expect(numbers(harness, of: "caller") == [3])
        try harness.deliver(harness.message("failer_begun", #"{"key":"e"}"#))
        #expect(numbers(harness, of: "failer") == [4])
        #expect(numbers(harness, of: "race").isEmpty)
        try harness.restart()
        #expect(numbers(harness, of: "order") == [1, 2] && numbers(harness, of: "caller") == [3])
    }

    @Test("Why something was given up is told in any case, and shown under its number as long as ended instances are")
    func why() throws {
        let harness = try CoreHarness()
        for number in 0..<40 { try harness.deliver(harness.message("order_placed", #"{"order_id":"\#(number)"}"#)) }
        for row in try harness.parked() {
            let (result, effects) = harness.core.decide(
                row.number, .discard(why: "test \(row.number)"), at: harness.now)
            #expect(try result.get() == .discarded)
            #expect(effects.notes.map(\.isDecision) == [true])
            #expect(effects.notes.first?.reason == "test \(row.number)")
        }
        try harness.restart()
        let shown = item(harness, .parkedThing(number: 7))
        #expect(shown["why"] == "test 7" && shown["kind"] == "event" && shown["process"] == "order")
        #expect(shown["reason"]?.asString?.contains("amount") == true)
        try harness.advance(by: .seconds(8 * 24 * 3600))
        try harness.advance(by: .seconds(61))
        #expect(harness.core.answer(.parkedThing(number: 7), at: harness.now).0.problem?.contains("nothing") == true)
    }

    @Test("A retried instance has its input's cause and trace")
    func cause() throws {
        var settings = CoreSettings()
        settings.work.receiversAtOnce = 1
        let harness = try CoreHarness(sources: SimulationModels.sources(), settings: settings)
        for key in ["a", "b", "c"] { try harness.deliver(harness.message("listen_begun", #"{"key":"\#(key)"}"#)) }
        try harness.confirmAll()
        try harness.restart {
            try execute(
                """
                CREATE TABLE saved AS SELECT definition FROM instance WHERE key = 2;
                UPDATE instance SET definition = 999 WHERE key = 2
                """, $0)
        }
        var bell = harness.message("bell", "{}", id: "the-bell")
        bell.properties.headers["x-event"] = "signal"
        bell.properties.headers["traceparent"] = "00-ab-cd-01"
        try harness.deliver(bell)
        let row = try #require(try harness.parked().first)
        #expect(row.kind == .instance)
        let fix = "UPDATE instance SET definition = (SELECT definition FROM saved) WHERE key = 2; DROP TABLE saved"
        try harness.restart { try execute(fix, $0) }
        harness.published = []
        #expect(try harness.decide(row.number, .retry) == .resumed(.completed))
        let rung = try #require(harness.published.last { $0.properties.type == "rung" })
        #expect(rung.properties.headers["x-caused-by"] == "the-bell")
        #expect(rung.properties.headers["traceparent"] == "00-ab-cd-01")
    }

    @Test("An instance that is discarded leaves nothing parked, held or waiting; what it emitted goes out")
    func discarded() throws {
        let harness = try CoreHarness(sources: SimulationModels.sources())
        try harness.deliver(harness.message("flop_begun", #"{"key":"k"}"#))
        let instance = try #require(try harness.inStore { try $0.instances(limit: 1).instances.first })
        try harness.deliver(harness.message("flopped", #"{"key":"k"}"#, instance: instance.id.text))
        try harness.advance(by: .seconds(601))
        var publication = MessageProperties()
        publication.messageID = "\(instance.id.text)/9"
        try harness.inStore { set in
            let waiting = Publication(exchange: "out", routingKey: "k", properties: publication, body: [])
            _ = try set.park(
                Parked(.publication(waiting, lane: .instance(instance.key)), stage: "s", reason: "r", at: harness.now))
            _ = set.append(waiting, lane: .instance(instance.key), at: harness.now)
        }
        #expect(try harness.parked().count == 2)
        #expect(try harness.inStore { $0.countHeld() } == 1)
        let number = try #require(try harness.parked().first { $0.kind == .instance }?.number)
        #expect(try harness.decide(number, .discard(why: "lost")) == .discarded)
        #expect(try harness.inStore { try $0.parked(of: instance.key, limit: 9).isEmpty })
        #expect(try harness.inStore { $0.countHeld() } == 0)
        // What was held for it by name is nobody's any more, and its route parks it.
        #expect(try harness.parked().map(\.reason) == ["the instance \(instance.id) was discarded"])
        #expect(try harness.inStore { try $0.countPending() } == 1)
        #expect(try harness.inStore { try $0.nextTimer() } == nil)
        let shown = item(harness, .instance(id: instance.id.text))
        #expect(shown["status"] == "completed" && shown["reason"] == "lost")
        #expect(item(harness, .parkedThing(number: Int(number) + 1))["why"] == "lost")
        try harness.restart { path in
            for table in ["subscription", "broadcast_receiver"] {
                try execute("CREATE TABLE none_\(table) (n CHECK (n = 0))", path)
                try execute("INSERT INTO none_\(table) SELECT count(*) FROM \(table)", path)
            }
        }
    }

    @Test("What reached an instance is shown however much came after it")
    func received() throws {
        let harness = try CoreHarness()
        try harness.deliver(harness.message("order_placed", #"{"order_id":"a","amount":3}"#, id: "first"))
        let instance = try #require(harness.published.first?.properties.correlationID)
        harness.core.deliveriesArrived((0..<20_100).map { harness.message("order_placed", "{}", id: "other-\($0)") })
        try harness.work()
        let shown = item(harness, .instance(id: instance))
        #expect(shown["received"]?.asList?.map { $0["message_id"] } == ["first"])
    }

    private func execute(_ sql: String, _ path: String) throws {
        var database: OpaquePointer?
        try #require(sqlite3_open(path, &database) == SQLITE_OK)
        defer { sqlite3_close(database) }
        try #require(sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK)
    }
}

@Suite struct UnwillingStartTests {
    @Test("A start that is not accepted makes no instance: its event is held")
    func held() throws {
        let harness = try CoreHarness()
        let engine = TestEngine()
        engine.isUnwilling = true
        let models = [ModelSource(file: "m.bpmn", bytes: Array(Model.order.utf8))]
        let routes = Routes(
            inbound: InboundRoutes([InboundRoute(queue: "in", expressions: try InboundRoute.Expressions())]),
            outbound: OutboundRoutes([OutboundRoute(exchange: "out", expressions: try OutboundRoute.Expressions())]))
        let core = try Core(
            store: harness.core.store, begun: nil, engine: engine,
            installation: Installation(models, dialect: .spiff, in: engine), routes: routes, at: harness.now)
        core.consumerReady(Generation(1))
        core.deliveriesArrived([harness.message("order_placed", #"{"order_id":"a","amount":3}"#)])
        let effects = core.round(at: harness.now)
        #expect(core.outcomes == [.held: 1])
        #expect(effects.publish.isEmpty)
        #expect(try core.inStore { $0.countInstances() } == InstanceCounts())
    }
}
