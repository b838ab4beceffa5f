import Events
import Testing

@testable import Routing

@Suite struct DeadLetterTests {
    private let failure = RouteFailure(stage: .name, expression: "type", reason: "no name")
    private let now = Timestamp(microseconds: 1_700_000_000_500_000)

    @Test("A dead letter keeps body and properties, and says why in its headers")
    func keeps() {
        var message = delivery("{\"a\":", headers: ["x-tenant": 5])
        message.properties.correlationID = "c"
        message.properties.priority = 3
        let dead = DeadLetter.publication(of: message, to: "orders.dead", because: failure, at: now)
        #expect(dead.exchange == "")
        #expect(dead.routingKey == "orders.dead")
        #expect(dead.body == message.body)
        var properties = message.properties
        properties.deliveryMode = 2
        properties.headers = [
            "x-tenant": 5, "x-bridge-reason": "no name", "x-bridge-stage": "name", "x-bridge-expression": "type",
            "x-bridge-queue": "orders", "x-bridge-exchange": "shop", "x-bridge-routing-key": "order.placed",
            "x-bridge-time": 1_700_000_000,
        ]
        #expect(dead.properties == properties)
    }

    @Test("What the broker would act on is kept in headers instead: user id, expiration, copies")
    func acted() {
        var message = delivery(headers: ["CC": ["elsewhere"], "BCC": ["hidden"]])
        message.properties.userID = "alice"
        message.properties.expiration = "60000"
        let properties = DeadLetter.publication(of: message, to: "d", because: failure, at: now).properties
        #expect(properties.userID == nil && properties.expiration == nil)
        #expect(properties.headers["CC"] == nil && properties.headers["BCC"] == nil)
        #expect(properties.headers["x-bridge-cc"] == ["elsewhere"])
        #expect(properties.headers["x-bridge-user-id"] == "alice")
        #expect(properties.headers["x-bridge-expiration"] == "60000")
    }

    @Test("A message without an id gets one that a second delivery of it gets too, and another message does not")
    func ids() {
        func id(_ body: String, redelivered: Bool = false, count: Value = 0) -> String? {
            var message = delivery(body, headers: ["x-delivery-count": count])
            message.properties.messageID = nil
            message.redelivered = redelivered
            message.tag = redelivered ? 9 : 1
            return DeadLetter.publication(of: message, to: "d", because: failure, at: now).properties.messageID
        }
        #expect(id("a") == id("a", redelivered: true, count: 4))
        #expect(id("a") != id("b"))
        #expect(id("a")?.hasPrefix("dead/") == true)
        #expect(id("a")?.count == 37)
    }

    @Test("It fits a frame, whatever the message and the reason were")
    func bounded() {
        let long = RouteFailure(stage: .decode, reason: String(repeating: "x", count: 1_000_000))
        let message = delivery(headers: ["big": .string(String(repeating: "y", count: 120_000))])
        let headers = DeadLetter.publication(of: message, to: "d", because: long, at: now).properties.headers
        #expect(headers["big"] == nil)
        #expect(headers["x-bridge-headers-dropped"] == true)
        #expect((headers["x-bridge-reason"]?.asString?.count ?? 9999) <= 2000)
    }
}
