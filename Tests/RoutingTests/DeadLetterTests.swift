import Messages
import TestKit
import Testing
import Values

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
            "x-tenant": 5, "x-bridge-reason": "no name", "x-bridge-stage": "name", "x-bridge-queue": "orders",
            "x-bridge-exchange": "shop", "x-bridge-routing-key": "order.placed", "x-bridge-time": 1_700_000_000,
            "x-bridge-expression": "type",
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

    @Test("It has every property and header of what came, byte for byte and in its place")
    func bytes() throws {
        var message = delivery([0xFF, 0])
        message.propertyList = EveryField.list()
        let dead = DeadLetter.publication(of: message, to: "d", because: failure, at: now)
        #expect(dead.body == [0xFF, 0])
        #expect(dead.properties == MessageProperties(list: dead.propertyList))
        #expect(dead.properties.headers["x-bridge-user-id"] == "guest")
        #expect(dead.properties.headers["x-bridge-expiration"] == "60000")
        #expect(dead.properties.headers["x-bridge-delivery-mode"] == 1)
        #expect(try Self.undone(dead, EveryField.list()) == EveryField.list())
    }

    @Test("Where it dies again and again it has our headers once, and what it was first")
    func again() throws {
        var message = delivery(headers: ["CC": ["elsewhere"]])
        message.propertyList = EveryField.list()
        let first = DeadLetter.publication(of: message, to: "d", because: failure, at: now)
        var letter = first
        for _ in 0..<3 {
            let back = Delivery(
                queue: "orders", exchange: "shop", routingKey: "order.placed", properties: letter.properties,
                propertyList: letter.propertyList, body: letter.body)
            letter = DeadLetter.publication(of: back, to: "d", because: failure, at: now)
            #expect(letter.propertyList.count == first.propertyList.count)
            #expect(letter.properties.headers["x-bridge-user-id"] == "guest")
            #expect(try Self.undone(letter, EveryField.list()) == EveryField.list())
        }
    }

    @Test("It fits a frame, whatever the message and the reason were, and leaves out only what is ours")
    func bounded() throws {
        let long = RouteFailure(
            stage: .decode, expression: String(repeating: "é", count: 5000), reason: String(repeating: "ü", count: 5000)
        )
        let room = 131_072 - 20
        for free in Array(0..<900) + [2000, 4500, 10000] {
            var list = PropertyList()
            list.messageID = Array("m".utf8)
            list.deliveryMode = 2
            list.append(header: "big", field: FieldWriter.field(text: []))
            let rest = room - free - list.size
            list.removeHeaders(["big"])
            list.append(header: "big", field: FieldWriter.field(text: [UInt8](repeating: 7, count: rest)))
            var message = delivery()
            message.propertyList = list.encoded
            let dead = DeadLetter.publication(of: message, to: "d", because: long, at: now)
            #expect(dead.propertyList.count <= room)
            #expect(dead.properties.headers["big"]?.asString?.utf8.count == rest)
            let reason = dead.properties.headers["x-bridge-reason"]?.asString
            #expect(reason != nil || free < 100, "\(free)")
            #expect(reason.map { $0.utf8.count <= 2000 && $0.allSatisfy { $0 == "ü" } } ?? true)
            if free > 4500 { #expect(dead.properties.headers.count == 8) }
        }
    }

    /// The list without what became of it here.
    private static func undone(_ dead: Publication, _ came: [UInt8]) throws -> [UInt8] {
        let original = try #require(PropertyList(came))
        var list = try #require(PropertyList(dead.propertyList))
        list.removeHeaders(
            ReturnedLetter.headersOfDeath + ["x-bridge-user-id", "x-bridge-expiration", "x-bridge-delivery-mode"])
        list.deliveryMode = original.deliveryMode
        list.userID = original.userID
        list.expiration = original.expiration
        return list.encoded
    }
}
