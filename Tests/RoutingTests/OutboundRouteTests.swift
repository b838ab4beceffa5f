import Messages
import Testing
import Values

@testable import Routing

/// What an instance emitted, as a test describes it.
private func emitted(
    _ event: Event, causedBy: String? = "m-1", traceparent: String? = "00-ab-cd-01"
) -> EmittedEvent {
    EmittedEvent(
        event: event, process: "order", instance: InstanceID("0199-i"), sequence: 3, causedBy: causedBy,
        traceparent: traceparent, at: Timestamp(microseconds: 1_700_000_000_999_999))
}

private func route(
    key: String? = nil, body: String? = nil, headers: [(String, String)] = [], format: OutboundFormat = .json,
    limits: PublicationLimits = PublicationLimits()
) throws -> OutboundRoute {
    var expressions = try OutboundRoute.Expressions()
    if let key { expressions.key = try RouteExpression(parsing: key) }
    if let body { expressions.body = try RouteExpression(parsing: body) }
    for (name, source) in headers { expressions.headers[name] = try RouteExpression(parsing: source) }
    return OutboundRoute(exchange: "workflow", expressions: expressions, format: format, limits: limits)
}

@Suite struct OutboundRouteTests {
    @Test("A publication has the properties and headers that its readers are promised, and no others")
    func publication() throws {
        let event = Event(
            kind: .message, name: "paid", payload: ["a": 1, "b": "é"], correlations: ["order": ["id": 7]])
        var properties = MessageProperties()
        properties.contentType = "application/json"
        properties.deliveryMode = 2
        properties.messageID = "0199-i/3"
        properties.correlationID = "0199-i"
        properties.type = "paid"
        properties.appID = "bpmn-bridge"
        properties.timestamp = 1_700_000_000
        properties.headers = [
            "x-event": "message", "x-process": "order", "x-process-instance": "0199-i", "x-sequence": 3,
            "x-correlation": ["order": ["id": 7]], "x-caused-by": "m-1", "traceparent": "00-ab-cd-01",
        ]
        let body = Array(#"{"a":1,"b":"é"}"#.utf8)
        let expected = Publication(exchange: "workflow", routingKey: "order.paid", properties: properties, body: body)
        #expect(try route().publication(for: emitted(event)) == expected)
        let bare = try route().publication(for: emitted(event, causedBy: nil, traceparent: nil))
        #expect(Array(bare.properties.headers.keys).suffix(2) == ["x-sequence", "x-correlation"])
    }

    @Test("Errors and escalations go out under their code")
    func codes() throws {
        let event = Event(kind: .error, name: "Payment failed", code: "E7")
        let publication = try route().publication(for: emitted(event))
        #expect(publication.routingKey == "order.E7")
        #expect(publication.properties.type == "E7")
        #expect(publication.properties.headers["x-event"] == "error")
    }

    @Test("A route's own headers are added; one whose expression gives None is left out")
    func headers() throws {
        let event = Event(kind: .signal, name: "paid", payload: 5)
        let publication = try route(headers: [("x-amount", "payload"), ("x-cause", "caused_by")])
            .publication(for: emitted(event, causedBy: nil))
        #expect(publication.properties.headers["x-amount"] == 5)
        #expect(publication.properties.headers["x-cause"] == nil)
    }

    @Test("A string body is JSON, unless the route says it is text")
    func text() throws {
        let event = Event(kind: .message, name: "paid", payload: "hé")
        #expect(try route().publication(for: emitted(event)).body == Array("\"hé\"".utf8))
        let plain = try route(format: .text).publication(for: emitted(event))
        #expect(plain.body == Array("hé".utf8))
        #expect(plain.properties.contentType == "text/plain")
        let number = Event(kind: .message, name: "paid", payload: 1)
        #expect(failure { try route(format: .text).publication(for: emitted(number)) }?.stage == .body)
    }

    @Test("A body that JSON cannot say and a key that is no string are failures")
    func values() throws {
        let infinite = Event(kind: .message, name: "paid", payload: [.double(.infinity)])
        #expect(failure { try route().publication(for: emitted(infinite)) }?.stage == .body)
        let number = Event(kind: .message, name: "paid", payload: 1)
        #expect(failure { try route(key: "payload").publication(for: emitted(number)) }?.stage == .key)
    }

    @Test("What AMQP or the broker would not take is a failure where it is emitted")
    func limits() throws {
        let long = String(repeating: "é", count: 150)
        for event in [Event(kind: .message, name: long), Event(kind: .message, name: "paid", payload: .string(long))] {
            let failure = failure { try route(key: "payload or name").publication(for: emitted(event)) }
            #expect(failure?.stage == .publication)
            #expect(failure?.reason.contains("300 bytes") == true)
        }
        let large = Event(kind: .message, name: "paid", payload: .string(String(repeating: "x", count: 1000)))
        let tight = try route(limits: PublicationLimits(bodyBytes: 1000))
        #expect(failure { try tight.publication(for: emitted(large)) }?.reason.contains("1002 bytes") == true)
        let headers = try route(
            body: "None", headers: [("x-payload", "payload")], limits: PublicationLimits(headerBytes: 1000))
        #expect(failure { try headers.publication(for: emitted(large)) }?.stage == .publication)
        var deep: Value = 1
        for _ in 0..<20 { deep = [deep] }
        let nested = Event(kind: .message, name: "paid", correlations: ["k": ["p": deep]])
        #expect(failure { try route().publication(for: emitted(nested)) }?.reason.contains("16 deep") == true)
    }

    @Test("Tasks go only by a route that names their kind", arguments: ["message", "*", "t*", "????", "task"])
    func tasks(pattern: String) throws {
        let routes = OutboundRoutes([
            OutboundRoute(
                match: EventMatch(event: Glob(pattern)), exchange: "x", expressions: try OutboundRoute.Expressions())
        ])
        let route = routes.route(for: Event(kind: .task, name: "approve"), of: "order")
        #expect((route != nil) == (pattern == "task"))
    }

    @Test("A route that says nothing takes everything but tasks; signals go both ways, all else outward")
    func usual() throws {
        let routes = OutboundRoutes([OutboundRoute(exchange: "x", expressions: try OutboundRoute.Expressions())])
        for kind in EventKind.allCases {
            let route = routes.route(for: Event(kind: kind, name: "n", code: "n"), of: "p")
            #expect((route == nil) == (kind == .task))
            if let route { #expect(route.delivery(of: kind) == (kind == .signal ? .both : .outward)) }
        }
    }

    @Test("The first route that matches takes the event")
    func matching() throws {
        let expressions = try OutboundRoute.Expressions()
        func route(_ exchange: String, _ event: String, _ process: String, _ name: String) -> OutboundRoute {
            let match = EventMatch(event: Glob(event), process: Glob(process), name: Glob(name))
            return OutboundRoute(match: match, exchange: exchange, expressions: expressions, deliver: .both)
        }
        let routes = OutboundRoutes([
            route("a", "message", "order", "pay*"), route("b", "*", "order", "*"), route("c", "signal", "*", "p??d"),
        ])
        func exchange(_ kind: EventKind, _ process: String, _ name: String) -> String? {
            routes.route(for: Event(kind: kind, name: name), of: process)?.exchange
        }
        #expect(exchange(.message, "order", "payment") == "a")
        #expect(exchange(.message, "order", "ship") == "b")
        #expect(exchange(.signal, "other", "paid") == "c")
        #expect(exchange(.message, "other", "paid") == nil)
        #expect(routes.routes[0].deliver == .both)
    }
}
