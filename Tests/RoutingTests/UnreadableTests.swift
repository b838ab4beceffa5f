import Messages
import Testing
import Values

@testable import Routing

@Suite("What has no value decides nothing, unless it is read")
struct UnreadableTests {
    /// A message whose header `odd` has no value, beside two that have one.
    private func odd() -> Delivery {
        var message = delivery(headers: ["plain": "p", "odd": .null, "list": [1, 2]])
        message.properties.unreadableHeaders = ["odd": "the header odd has no value: it is nested deeper than 16"]
        return message
    }

    @Test(
        "An expression that does not read it means what it means without it",
        arguments: [
            "headers.get('plain')", "headers['plain']", "'odd' in headers", "len(headers)", "list(headers)",
            "sorted(headers)", "[name for name in headers if name != 'odd']", "headers.get('other')",
            "headers['list'] + [3]", "headers.get('plain') or headers['odd']", "sum(headers['list'])",
            "(lambda all: all['list'])(headers)", "headers.keys() & {'plain'}", "True",
        ])
    func notRead(source: String) throws {
        let expected = try payload(source, of: delivery(headers: ["plain": "p", "odd": 1, "list": [1, 2]]))
        #expect(try payload(source, of: odd()) == expected)
    }

    @Test(
        "An expression that reads it fails, and names it",
        arguments: [
            "headers['odd']", "headers.get('odd')", "headers.get('odd', 1)", "headers.get('odd') or 'x'", "headers",
            "{**headers}", "dict(headers)", "headers.copy()", "list(headers.values())", "list(headers.items())",
            "json.dumps(headers)", "str(headers)", "f\"{headers['odd']}\"", "headers['odd'] is None",
            "headers == {'plain': 'p', 'odd': None, 'list': [1, 2]}", "[headers[name] for name in headers]",
            "headers.pop('odd')", "'a' + headers['odd']", "headers | {}", "[*headers.values()]", "[headers]",
            "max(headers.values(), key=str)", "headers.setdefault('odd', 1)", "(lambda all: all['odd'])(headers)",
        ])
    func read(source: String) throws {
        let found = try #require(failure { try payload(source, of: odd()) })
        #expect(found.stage == .payload)
        #expect(found.expression == source)
        #expect(found.reason.contains("header odd has no value"), "\(found.reason)")
    }

    @Test("Every expression of a route fails by its own name")
    func stages() throws {
        let read = "headers['odd']"
        let routes: [(InboundRoute, RouteFailure.Stage)] = try [
            (route(event: read), .event), (route(name: read), .name), (route(payload: read), .payload),
            (route(instance: read), .instance), (route(messageID: read), .messageID), (route(when: read), .when),
        ]
        for (route, stage) in routes {
            let found = failure { try InboundRoutes([route]).translate(odd()) }
            #expect(found?.stage == stage)
            #expect(found?.expression == read)
        }
    }

    @Test("What the bridge itself reads: by default the names of our own headers, which are ignored or named")
    func own() throws {
        for name in ["x-event", "x-process-instance"] {
            var message = delivery(headers: MessageHeaders(uniqueKeysWithValues: [(name, .null)]))
            message.properties.unreadableHeaders = [name: "the header \(name) has no value: it is there twice"]
            #expect(failure { try InboundRoutes([route()]).translate(message) }?.reason.contains(name) == true)
        }
        var correlated = delivery(headers: ["x-correlation": ["order": ["id": nil]], "traceparent": "00-1"])
        correlated.properties.unreadableHeaders = [
            "x-correlation": "the header x-correlation has no value: id is in it twice",
            "traceparent": "the header traceparent has no value: it is there twice",
        ]
        let found = failure { try InboundRoutes([route()]).translate(correlated) }
        #expect(found?.stage == .correlations)
        #expect(found?.reason.contains("x-correlation") == true)
        // No table, so not ours.
        correlated.properties.headers["x-correlation"] = .null
        let event = try InboundRoutes([route()]).translate(correlated)
        #expect(event.event.correlations.isEmpty)
        #expect(event.traceparent == nil)
    }

    @Test("A property that is no text fails what reads it, by its name, and nothing else")
    func properties() throws {
        let bytes: [UInt8] = [0xFF, 0x00, 0xC3]
        let kept = bytes.withUnsafeBytes { WireText.kept($0) }
        let changes: [(String, (inout Delivery) -> Void)] = [
            ("type", { $0.properties.type = kept }), ("correlation_id", { $0.properties.correlationID = kept }),
            ("reply_to", { $0.properties.replyTo = kept }), ("app_id", { $0.properties.appID = kept }),
            ("user_id", { $0.properties.userID = kept }), ("routing_key", { $0.routingKey = kept }),
            ("exchange", { $0.exchange = kept }), ("timestamp", { $0.properties.timestamp = .max }),
            ("content_type", { $0.properties.contentType = kept }),
        ]
        for (name, change) in changes {
            var message = delivery()
            change(&message)
            let careless = try InboundRoutes([route(name: "'n'", payload: "message_id")])
            #expect(try careless.translate(message).event.payload == "m-1", "\(name)")
            for source in [name, "\(name) or 'x'", "[\(name)]", "globals().get('\(name)')"] {
                let reading = try InboundRoutes([route(name: "'n'", payload: source)])
                let found = failure { try reading.translate(message) }
                #expect(found?.expression == source, "\(source)")
                #expect(found?.reason.contains(name) == true, "\(source): \(found?.reason ?? "no failure")")
            }
        }
        // The default name has no need of the routing key where there is a type.
        var keyed = delivery()
        keyed.routingKey = kept
        #expect(try InboundRoutes([route()]).translate(keyed).event.name == "order_placed")
    }

    @Test("A content type or encoding that is not read decides nothing where nothing reads the body")
    func body() throws {
        var message = delivery(contentType: "application/json; charset=utf-16")
        message.properties.contentEncoding = "gzip"
        #expect(try InboundRoutes([route(payload: "type")]).translate(message).event.payload == "order_placed")
        #expect(failure { try InboundRoutes([route()]).translate(message) }?.stage == .decode)
    }

    @Test("Binary message ids are identities: different ones differ, from each other and from every text")
    func identities() throws {
        let ids: [[UInt8]] = [[0xFF], [0xFE], [0xFF, 0xFF], Array("base64:/w==".utf8), Array("/w==".utf8), [0]]
        var seen: TextSet = []
        for bytes in ids {
            var message = delivery()
            message.properties.messageID = bytes.withUnsafeBytes { WireText.kept($0) }
            let id = try #require(try InboundRoutes([route()]).translate(message).messageID)
            #expect(seen.insert(id).inserted)
            #expect(WireText.bytes(id) == bytes)
        }
    }

    @Test("Attributes of a CloudEvent that have no value: the event's type or id cannot be told")
    func cloudEvent() throws {
        for (attribute, stage) in [("type", RouteFailure.Stage.name), ("id", .messageID), ("source", .messageID)] {
            var message = delivery(
                type: nil,
                headers: [
                    "cloudEvents:specversion": "1.0", "cloudEvents:type": "t", "cloudEvents:id": "1",
                    "cloudEvents:source": "s",
                ])
            message.properties.messageID = nil
            let name = "cloudEvents:\(attribute)"
            message.properties.unreadableHeaders = [name: "the header \(name) has no value: it is there twice"]
            let found = failure { try InboundRoutes([route()]).translate(message) }
            #expect(found?.stage == stage)
            #expect(found?.reason.contains(name) == true)
            let read = try InboundRoutes([route(name: "'n'", payload: "headers['ce-\(attribute)']", messageID: "'m'")])
            #expect(failure { try read.translate(message) }?.stage == .payload)
        }
    }

    private func payload(_ source: String, of message: Delivery) throws -> Value {
        try InboundRoutes([route(payload: source)]).translate(message).event.payload
    }
}
