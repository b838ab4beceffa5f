import AMQP
import CSQLite
import Messages
import Routing
import SQLiteStore
import StorePort
import Testing
import Values

@testable import Core
@testable import Daemon
@testable import Operations

@Suite struct RetryTests {
    private let fixed = Model.order.replacing("order[\"amount\"]", with: "order.get(\"amount\", 0)")

    @Test("What failed in the model is applied once the model is fixed, and is no duplicate of itself")
    func event() throws {
        let harness = try CoreHarness()
        let order = harness.message("order_placed", #"{"order_id":"a"}"#, id: "m1")
        try harness.deliver(order)
        let number = try #require(try harness.parked().first?.number)
        try harness.restart(model: fixed)
        #expect(try harness.decide(number, .retry) == .applied(.started))
        #expect(harness.takePublished() == [#"payment_requested {"order_id":"a","amount":0}"#])
        #expect(try harness.parked().isEmpty)
        var again = order
        again.redelivered = true
        try harness.deliver(again)
        #expect(harness.core.outcomes == [.started: 1, .duplicate: 1])
        #expect(try harness.decide(number, .retry) == .gone)
        let finding = try harness.finding(order)
        guard case .duplicate(let record) = finding else { return #expect(Bool(false), "\(finding)") }
        #expect(record.outcome == .started)
        #expect(record.instance != nil)
    }

    @Test("What fails again stays parked under its number, with the new reason and one more attempt")
    func inVain() throws {
        let harness = try CoreHarness()
        try harness.deliver(harness.message("order_placed", #"{"order_id":"a"}"#))
        let before = try #require(try harness.parked().first)
        try harness.restart(model: Model.order.replacing("order[\"amount\"]", with: "order[\"price\"]"))
        guard case .parkedAgain(let reason) = try harness.decide(before.number, .retry) else {
            return #expect(Bool(false))
        }
        #expect(reason.contains("price"))
        let after = try harness.parked()
        #expect(after.map(\.number) == [before.number])
        #expect(after.map(\.attempts) == [2])
        #expect(after.map(\.reason) == [reason])
        #expect(try after.first?.parked(.byRoute).content == (try before.parked(.byRoute).content))
        #expect(try harness.decide(before.number, .retry) == .parkedAgain(reason: reason))
        #expect(try harness.parked().map(\.attempts) == [3])
    }

    @Test("A message in conflict with an earlier one of its id is applied when a person says so, once")
    func conflict() throws {
        let harness = try CoreHarness()
        try harness.deliver(harness.message("order_placed", #"{"order_id":"a","amount":3}"#, id: "m1"))
        let other = harness.message("order_placed", #"{"order_id":"b","amount":4}"#, id: "m1")
        try harness.deliver(other)
        let number = try #require(try harness.parked().first?.number)
        #expect(try harness.decide(number, .retry) == .applied(.started))
        try harness.deliver(other)
        #expect(harness.core.outcomes == [.started: 2, .parked: 1, .duplicate: 1])
        #expect(try harness.parked().isEmpty)
    }

    @Test("An unroutable publication goes out again with its own id, after a crash too, and once")
    func publication() throws {
        let harness = try CoreHarness()
        try harness.deliver(harness.message("order_placed", #"{"order_id":"a","amount":3}"#))
        let id = try #require(harness.published.first?.properties.messageID)
        let returned = PublicationOutcome.Result.returned(code: 312, text: "NO_ROUTE")
        harness.published = []
        harness.broker(returned, id)
        try harness.work()
        let number = try #require(try harness.parked().first?.number)
        #expect(try harness.decide(number, .retry) == .published)
        #expect(harness.published.map(\.properties.messageID) == [id])
        harness.published = []
        try harness.restart()
        #expect(harness.published.map(\.properties.messageID) == [id])
        #expect(try harness.parked().isEmpty)
        // Still no queue: parked again under its number, with one more try, and retried again.
        harness.published = []
        harness.broker(returned, id)
        try harness.work()
        #expect(try harness.parked().map(\.number) == [number])
        #expect(try harness.parked().map(\.attempts) == [2])
        #expect(try harness.decide(number, .retry) == .published)
        try harness.confirmAll()
        #expect(harness.core.isDrained)
        try harness.restart()
        #expect(harness.published.isEmpty)
    }

    @Test("Whoever retries a publication is told what the broker says of it, once")
    func told() throws {
        let harness = try CoreHarness()
        try harness.deliver(harness.message("order_placed", #"{"order_id":"a","amount":3}"#))
        let id = try #require(harness.published.first?.properties.messageID)
        let returned = PublicationOutcome.Result.returned(code: 312, text: "NO_ROUTE")
        func settle(_ result: PublicationOutcome.Result) -> [CoreEffects.Retried] {
            harness.broker(result, id)
            let effects = harness.core.round(at: harness.now)
            harness.take(effects.publish)
            return effects.retried
        }
        #expect(settle(returned).isEmpty)
        let row = try #require(try harness.parked().first)
        #expect(row.attempts == 1)
        _ = try harness.decide(row.number, .retry)
        guard case .parkedAgain(let reason)? = settle(returned).first?.result else { return #expect(Bool(false)) }
        #expect(reason == row.reason)
        _ = try harness.decide(row.number, .retry)
        #expect(settle(.nacked) == [CoreEffects.Retried(number: row.number, result: .refused)])
        try harness.advance(by: .seconds(1))
        #expect(settle(.confirmed).isEmpty)
        #expect(try harness.parked().isEmpty)
    }

    @Test("What direct reply-to returns was delivered: it is not parked; any other queue that is not there is")
    func directReply() throws {
        for (key, isParked) in [("amq.rabbitmq.reply-to.g1h2AA.x", false), ("amq.rabbitmq.reply", true)] {
            var expressions = try OutboundRoute.Expressions()
            expressions.key = try RouteExpression(parsing: "'\(key)'")
            let harness = try CoreHarness(outbound: [OutboundRoute(exchange: "", expressions: expressions)])
            try harness.deliver(harness.message("order_placed", #"{"order_id":"a","amount":3}"#))
            let id = try #require(harness.published.first?.properties.messageID)
            harness.broker(.returned(code: 312, text: "NO_ROUTE"), id)
            try harness.advance(by: .seconds(1))
            #expect(try harness.parked().isEmpty == !isParked)
            #expect(harness.core.isDrained)
        }
    }

    @Test("Retried publications of one instance go out one after the other, in their order")
    func lane() throws {
        let harness = try CoreHarness(sources: SimulationModels.sources())
        try harness.deliver(harness.message("burst_begun", #"{"key":"k"}"#))
        for _ in 0..<SimulationModels.sparks {
            let id = try #require(harness.published.first?.properties.messageID)
            harness.published = []
            harness.broker(.returned(code: 312, text: "NO_ROUTE"), id)
            try harness.work()
        }
        for row in try harness.parked() { #expect(try harness.decide(row.number, .retry) == .published) }
        var bodies: [String] = []
        while let publication = harness.published.popLast() {
            #expect(harness.published.isEmpty)
            bodies.append(String(decoding: publication.body, as: UTF8.self))
            harness.broker(.confirmed, publication.properties.messageID)
            try harness.advance(by: .milliseconds(100))
        }
        #expect(bodies == (1...SimulationModels.sparks).map { #"{"n":\#($0),"key":"k"}"# })
    }

    @Test("What is discarded is gone, and its message stays a duplicate")
    func discard() throws {
        let harness = try CoreHarness()
        let order = harness.message("order_placed", #"{"order_id":"a"}"#, id: "m1")
        try harness.deliver(order)
        let number = try #require(try harness.parked().first?.number)
        #expect(try harness.decide(number, .discard(why: "a test order")) == .discarded)
        #expect(try harness.parked().isEmpty)
        try harness.deliver(order)
        #expect(harness.core.outcomes == [.parked: 1, .discarded: 1, .duplicate: 1])
        #expect(try harness.decide(number, .discard(why: "again")) == .gone)
    }

    @Test("An instance whose clock fails again is parked again; discarded, it ends where it stands")
    func instance() throws {
        let harness = try CoreHarness(sources: SimulationModels.sources())
        try harness.deliver(harness.message("flop_begun", #"{"key":"k"}"#))
        try harness.advance(by: .seconds(601))
        let row = try #require(try harness.parked().first)
        #expect(row.kind == .instance)
        #expect(try harness.inStore { $0.countInstances().parked } == 1)
        #expect(try harness.decide(row.number, .retry) == .parkedAgain(reason: row.reason))
        #expect(try harness.parked().map(\.attempts) == [2])
        #expect(try harness.inStore { $0.countInstances().parked } == 1)
        #expect(try harness.decide(row.number, .discard(why: "lost")) == .discarded)
        #expect(try harness.inStore { $0.countInstances() } == InstanceCounts(running: 0, completed: 1, parked: 0))
        try harness.advance(by: .seconds(3600))
        #expect(try harness.parked().isEmpty)
    }

    @Test("An instance whose row cannot be read parks itself when its clock comes; fixed, it goes on")
    func unreadable() throws {
        let harness = try CoreHarness(sources: SimulationModels.sources())
        for key in ["a", "b", "c"] { try harness.deliver(harness.message("race_begun", #"{"key":"\#(key)"}"#)) }
        let damage = """
            CREATE TABLE saved AS SELECT definition FROM instance WHERE key = 2;
            UPDATE instance SET definition = 999 WHERE key = 2
            """
        try harness.restart { try execute(damage, $0) }
        try harness.advance(by: .seconds(601))
        #expect(try harness.inStore { $0.countInstances() }.completed == 2)
        let row = try #require(try harness.parked().first)
        guard case .parkedAgain = try harness.decide(row.number, .retry) else { return #expect(Bool(false)) }
        #expect(try harness.parked().map(\.number) == [row.number])
        let fix = "UPDATE instance SET definition = (SELECT definition FROM saved) WHERE key = 2; DROP TABLE saved"
        try harness.restart { try execute(fix, $0) }
        #expect(try harness.decide(row.number, .retry) == .resumed(.completed))
        let over = harness.published.filter { $0.properties.type == "race_over" }
        #expect(TextSet(over.compactMap(\.properties.messageID)).count == 3)
        #expect(try harness.parked().isEmpty)
    }

    private func execute(_ sql: String, _ path: String) throws {
        var database: OpaquePointer?
        try #require(sqlite3_open(path, &database) == SQLITE_OK)
        defer { sqlite3_close(database) }
        try #require(sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK)
    }
}
