import Messages
import Testing
import Values

@testable import Routing

@Suite struct CloudEventTests {
    /// A structured event with these members beside the usual ones.
    private func structured(_ members: String) -> Delivery {
        let body = #"{"specversion":"1.0","id":"7","source":"/shop","type":"order.placed","# + members + "}"
        var message = delivery(body, type: nil, contentType: "application/cloudevents+json; charset=utf-8")
        message.properties.messageID = nil
        return message
    }

    private func translate(_ delivery: Delivery) throws -> InboundEvent {
        try InboundRoutes([route()]).translate(delivery)
    }

    @Test("A structured event gives its data, its type and its id")
    func data() throws {
        let inbound = try translate(structured(#""data":{"a":1}"#))
        #expect(inbound.event.payload == ["a": 1])
        #expect(inbound.event.name == "order.placed")
        #expect(inbound.messageID == "/shop/7")
    }

    @Test("Data is what its own content type says, and may be base64")
    func formats() throws {
        let cases: [(String, Value)] = [
            (#""subject":"x""#, nil), (#""datacontenttype":"text/xml","data":"<a>1</a>""#, ["a": "1"]),
            (#""data_base64":"eyJhIjoxfQ==","datacontenttype":"application/json""#, ["a": 1]),
            (#""data_base64":"/wAB""#, "/wAB"), (#""data":"{}""#, "{}"),
        ]
        for (members, expected) in cases {
            #expect(try translate(structured(members)).event.payload == expected, "\(members)")
        }
    }

    @Test("The message's own type and id go before the event's")
    func precedence() throws {
        var message = structured(#""data":1"#)
        message.properties.type = "other"
        message.properties.messageID = "m-9"
        let inbound = try translate(message)
        #expect(inbound.event.name == "other")
        #expect(inbound.messageID == "m-9")
    }

    @Test(
        "A binary event has its attributes in headers of any of the three prefixes",
        arguments: ["cloudEvents:", "cloudEvents_", "ce-"])
    func binary(prefix: String) throws {
        let attributes = ["specversion": "1.0", "id": "7", "source": "/shop", "type": "order.placed", "subject": "s"]
        var headers: MessageHeaders = ["other": 1]
        for (name, value) in attributes { headers[prefix + name] = .string(value) }
        var message = delivery(#"{"a":1}"#, type: nil, headers: headers)
        message.properties.messageID = nil
        let inbound = try translate(message)
        #expect(inbound.event.payload == ["a": 1])
        #expect(inbound.event.name == "order.placed")
        #expect(inbound.messageID == "/shop/7")
        let subject = try InboundRoutes([route(name: #"headers.get("ce-subject")"#)]).translate(message)
        #expect(subject.event.name == "s")
    }

    @Test("The attributes of a structured event are headers too")
    func attributes() throws {
        let routes = try InboundRoutes([route(name: #"headers.get("ce-subject")"#)])
        #expect(try routes.translate(structured(#""subject":"s""#)).event.name == "s")
    }

    @Test(
        "What is no CloudEvent is refused",
        arguments: [
            "[]", "{}", #"{"specversion":"1.0","id":"7","source":"s","type":""}"#,
            #"{"specversion":"1.0","id":7,"source":"s","type":"t"}"#, "{",
            #"{"specversion":"1.0","id":"7","source":"s","type":"t","data_base64":"?"}"#,
            #"{"specversion":"1.0","id":"7","source":"s","type":"t","data_base64":7}"#,
            #"{"specversion":"1.0","id":"7","source":"s","type":"t","data":1,"data_base64":"e30="}"#,
        ])
    func refused(body: String) throws {
        #expect(failure { try payload(body, "application/cloudevents+json") }?.stage == .decode)
    }
}
