import Messages
import Python
import TestKit
import Testing
import Values

@testable import Routing

@Suite struct ExpressionTests {
    @Test("The defaults need no interpreter")
    func defaults() throws {
        let inbound = try InboundRoute.Expressions()
        let outbound = try OutboundRoute.Expressions()
        let all = [
            inbound.event, inbound.name, inbound.payload, inbound.instance, inbound.messageID, inbound.when,
            outbound.key, outbound.body,
        ]
        #expect(all.allSatisfy { $0.simple != nil })
        #expect(inbound.when.isAlwaysTrue && !inbound.name.isAlwaysTrue)
    }

    @Test(
        "What is not simple is left to the interpreter",
        arguments: [
            "a.b", "a[0]", "len(a)", "a or b + c", "not a", "f\"x\"", "\"a\" \"b\"", "\"\"\"a\"\"\"", "'\\n'",
            "a if b else c",
            "headers.get(a)", "headers.get('a', 1)", "headers.get('a').x", "1", "a orb", "(a)", "a + ", "", "lambda: a",
            "é",
            "'é'", "a == b", "a  b",
        ])
    func others(source: String) {
        #expect(SimpleExpression(source) == nil)
    }

    @Test("A simple expression means what the interpreter makes of it")
    func equivalence() throws {
        let seed = UInt64.random(in: .min ... .max)
        print("ExpressionTests seed \(seed)")
        var random = SeededGenerator(seed: seed)
        let terms = ["a", "b", "headers.get(\"x\")", "headers.get('y')", "'t'", "\"\"", "True", "False", "None", "a_1"]
        let values: [Value] = [nil, true, false, 0, 7, "", "s", .double(0), [], [1], [:], ["k": nil]]
        var simple = 0
        for _ in 0..<3000 {
            let operation = Bool.random(using: &random) ? " or " : "+"
            let source = (0..<Int.random(in: 1...3, using: &random))
                .map { _ in terms[Int.random(in: 0..<terms.count, using: &random)] }.joined(separator: operation)
            func value() -> Value { values[Int.random(in: 0..<values.count, using: &random)] }
            let headers: Value = ["x": value()]
            let scope: TextTable<Value> = [
                "a": value(), "b": value(), "a_1": value(), "headers": headers,
            ]
            guard let answer = SimpleExpression(source)?.value(in: scope) else { continue }
            simple += 1
            #expect(
                try ScriptExpression(parsing: source).evaluate(in: scope, host: RouteHost.still.evaluation) == answer,
                "\(source) \(scope)")
        }
        #expect(simple > 1000)
    }

    @Test("An expression of a route may be any of the subset; what it raises is a failure with stage and source")
    func interpreted() throws {
        let routes = try InboundRoutes([
            route(
                name: #"routing_key.replace(".", "_")"#, payload: #"{"id": body["id"], "n": len(body["items"])}"#,
                instance: #"body.get("instance")"#, when: #"exchange == "shop" and not redelivered"#)
        ])
        let inbound = try routes.translate(delivery(#"{"id": 7, "items": [1, 2], "instance": "i"}"#))
        #expect(inbound.event == Event(kind: .message, name: "order_placed", payload: ["id": 7, "n": 2]))
        #expect(inbound.instance == "i")
        let failure = failure { try routes.translate(delivery(#"{"items": []}"#)) }
        #expect(failure?.stage == .payload)
        #expect(failure?.expression == #"{"id": body["id"], "n": len(body["items"])}"#)
        #expect(failure?.reason.contains("KeyError") == true)
    }

    @Test("An endless or swelling expression is stopped, and is a failure")
    func budget() throws {
        let sources = ["[x for x in range(10**9)]", "'a' * 10**12", "9 ** 9 ** 9", "(lambda f: f(f))(lambda f: f(f))"]
        for source in sources {
            var found: RouteFailure?
            let routes = try InboundRoutes([route(payload: source)])
            let time = ContinuousClock().measure { found = failure { try routes.translate(delivery()) } }
            #expect(found?.stage == .payload, "\(source)")
            #expect(time < .seconds(20))
        }
    }

    @Test("Routes are told the time and the chance of their unit of work, not those of the machine")
    func host() throws {
        let routes = try InboundRoutes([
            route(
                payload:
                    "[datetime.datetime.now(datetime.timezone.utc).isoformat(), str(uuid.uuid4()), random.random()]")
        ])
        func payload(_ seconds: Int64, _ seed: UInt64) throws -> Value {
            let host = RouteHost(now: Timestamp(microseconds: seconds * 1_000_000), seed: seed)
            return try routes.translate(delivery("{}"), by: host).event.payload
        }
        let first = try payload(1_700_000_000, 7)
        #expect(first.asList?.first == "2023-11-14T22:13:20+00:00")
        #expect(try payload(1_700_000_000, 7) == first)
        #expect(try payload(1_700_000_000, 8) != first)
        var expressions = try OutboundRoute.Expressions()
        expressions.body = try RouteExpression(parsing: "[time.time(), random.randint(1, 10**9)]")
        let outbound = OutboundRoute(exchange: "x", expressions: expressions)
        let emitted = EmittedEvent(
            event: Event(kind: .message, name: "n"), process: "p", instance: InstanceID("i"), sequence: 1,
            at: Timestamp(microseconds: 0))
        func body(_ seed: UInt64) throws -> [UInt8] {
            try outbound.publication(for: emitted, by: RouteHost(now: Timestamp(microseconds: 5_000_000), seed: seed))
                .body
        }
        #expect(try body(1) == body(1) && body(1) != body(2))
        #expect(try String(decoding: body(1), as: UTF8.self).hasPrefix("[5"))
    }
}
