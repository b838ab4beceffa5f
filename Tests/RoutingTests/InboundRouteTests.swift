import Messages
import Testing
import Values

@testable import Routing

@Suite struct InboundRouteTests {
    @Test("By default an event is a message named by its type, or its routing key, with the body as payload")
    func defaults() throws {
        let routes = try InboundRoutes([route()])
        let headers: MessageHeaders = ["x-process-instance": "i-1", "traceparent": "00-ab-cd-01"]
        let inbound = try routes.translate(delivery(#"{"order_id":1}"#, headers: headers))
        #expect(inbound.event == Event(kind: .message, name: "order_placed", payload: ["order_id": 1]))
        #expect(inbound.instance == "i-1")
        #expect(inbound.messageID == "m-1")
        #expect(inbound.traceparent == "00-ab-cd-01")
        #expect(inbound.unmatched == Unmatched(hold: .seconds(3600), then: .park))
        #expect(try routes.translate(delivery(type: nil)).event.name == "order.placed")
        #expect(try routes.translate(delivery(type: "")).event.name == "order.placed")
        var bare = delivery(type: nil)
        bare.properties = MessageProperties()
        let plain = try routes.translate(bare)
        #expect(plain.messageID == nil && plain.instance == nil && plain.traceparent == nil)
    }

    @Test("The header x-event says which kind of event it is; errors and escalations are known by their code")
    func kinds() throws {
        let routes = try InboundRoutes([route()])
        for kind in EventKind.allCases {
            let event = try routes.translate(delivery(headers: ["x-event": .string(kind.rawValue)])).event
            #expect(event.kind == kind)
            #expect(event.code == (kind == .error || kind == .escalation ? "order_placed" : nil))
        }
        let others: [Value] = ["Message", "timer", 7, ["a"]]
        for value in others {
            let failure = failure { try routes.translate(delivery(headers: ["x-event": value])) }
            #expect(failure?.stage == .event)
            #expect(failure?.reason.contains("message, signal, error, escalation") == true)
        }
    }

    @Test("A missing or empty name is a failure that names the expression")
    func names() throws {
        let nameless = failure { try InboundRoutes([route()]).translate(delivery(type: "", routingKey: "")) }
        #expect(nameless?.stage == .name)
        #expect(nameless?.expression == "type or routing_key")
        let others: [Value] = [nil, 7, [:], "", true]
        for value in others {
            let failure = failure { try InboundRoutes([route(name: "body")]).translate(delivery(JSON.text(of: value))) }
            #expect(failure?.stage == .name)
        }
    }

    @Test("An id is a string or an integer; none and the empty string are none, anything else is a failure")
    func ids() throws {
        let others: [Value] = [[:], [1], true, 1.5]
        for value in others {
            let message = delivery(headers: ["x-process-instance": value])
            #expect(failure { try InboundRoutes([route()]).translate(message) }?.stage == .instance)
            let body = delivery(JSON.text(of: value))
            #expect(failure { try InboundRoutes([route(messageID: "body")]).translate(body) }?.stage == .messageID)
        }
        #expect(try InboundRoutes([route(messageID: "body")]).translate(delivery("42")).messageID == "42")
        let empty = delivery(headers: ["x-process-instance": ""])
        #expect(try InboundRoutes([route()]).translate(empty).instance == nil)
    }

    @Test("The first route of the queue whose `when` holds takes the message; none is a failure")
    func several() throws {
        let routes = try InboundRoutes([
            route(name: "\"first\"", when: "headers.get(\"a\")"), route(name: "\"second\"", when: "headers.get(\"b\")"),
            route(queue: "others", name: "\"third\""),
        ])
        #expect(try routes.translate(delivery(headers: ["a": true, "b": true])).event.name == "first")
        #expect(try routes.translate(delivery(headers: ["a": 0, "b": "x"])).event.name == "second")
        #expect(try routes.translate(delivery(queue: "others")).event.name == "third")
        #expect(failure { try routes.translate(delivery(headers: ["a": "", "b": [:]])) }?.stage == .route)
        #expect(failure { try routes.translate(delivery(queue: "unknown")) }?.stage == .route)
    }

    @Test("The body is not decoded where no expression that is evaluated needs it")
    func lazy() throws {
        let broken = delivery("{", headers: ["skip": false])
        #expect(try InboundRoutes([route(payload: "message_id")]).translate(broken).event.payload == "m-1")
        let skipping = try InboundRoutes([route(when: "headers.get(\"skip\")")])
        #expect(failure { try skipping.translate(broken) }?.stage == .route)
        #expect(failure { try InboundRoutes([route()]).translate(broken) }?.stage == .decode)
        #expect(
            failure { try InboundRoutes([route(payload: "None", when: "body")]).translate(broken) }?.stage == .decode)
    }

    @Test("What cannot be taken at all is a failure before any expression")
    func defects() throws {
        var message = delivery()
        message.defect = "the body has too many bytes"
        let expected = RouteFailure(stage: .delivery, reason: "the body has too many bytes")
        #expect(failure { try InboundRoutes([route()]).translate(message) } == expected)
    }

    @Test("The correlations that another bridge sends along are the event's")
    func correlations() throws {
        let routes = try InboundRoutes([route()])
        let event = try routes.translate(delivery(headers: ["x-correlation": ["order": ["id": 7]]])).event
        #expect(event.correlations == ["order": ["id": 7]])
        #expect(try routes.translate(delivery(headers: ["x-correlation": "abc"])).event.correlations.isEmpty)
        let wrong = delivery(headers: ["x-correlation": ["order": 7]])
        #expect(failure { try routes.translate(wrong) }?.stage == .correlations)
    }
}
