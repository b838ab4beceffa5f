import Messages
import StorePort
import TestKit
import Testing
import Values

/// What is held and parked is kept as bytes: they say all that a late delivery, a retry or a dead letter needs.
@Suite struct RecordTests {
    /// A payload is its body as text.
    private let bodies = Payloads { kept, source in
        guard source == "body" else { throw TestFailure("no source \(source)") }
        return .string(String(decoding: kept.body, as: UTF8.self))
    }

    private func publication(_ text: String) -> Publication {
        var properties = MessageProperties()
        properties.messageID = text
        properties.headers = [
            "x-event": "message", "x-correlation": ["order": ["id": 7]], "list": .list([1, nil, 2.5]),
        ]
        properties.deliveryMode = 2
        properties.timestamp = .max
        return Publication(
            exchange: "workflow", routingKey: "order.\(text)", properties: properties, body: Array(text.utf8))
    }

    private func contents(_ key: InstanceKey) -> [ParkedContent] {
        let event = Event(kind: .message, name: "paid", payload: ["a": [1, nil, 2.5]])
        let delivery = KeptDelivery(Delivery(queue: "q", exchange: "e", routingKey: "k", body: [0xFF, 0], defect: "d"))
        // As they come from a broker: their bytes are what is kept.
        let list = EveryField.list()
        let properties = MessageProperties(list: list) ?? MessageProperties()
        let wired = KeptDelivery(
            Delivery(queue: "q", exchange: "e", routingKey: "k", properties: properties, propertyList: list, body: [0]))
        // What must not be decoded is not: also these bytes come back.
        let undecoded = KeptDelivery(
            Delivery(queue: "q", propertyList: [0xFF, 0xFF, 0xFF], body: [1], defect: "d"), isUndecoded: true)
        let letter = Publication(
            exchange: "", routingKey: "q.dead", properties: properties, propertyList: list, body: [1])
        return [
            .delivery(wired), .delivery(undecoded), .publication(letter, lane: .alone),
            .event(IncomingEvent(event: event, causedBy: "m", origin: wired)), .event(IncomingEvent(event: event)),
            .event(IncomingEvent(event: event, addressee: Sample.id(1), causedBy: "m", origin: delivery)),
            .delivery(delivery), .instance(key, input: nil),
            .instance(key, input: IncomingEvent(event: event, causedBy: "m", traceparent: "t")),
            .publication(publication("a"), lane: .alone), .publication(publication("b"), lane: .instance(key)),
        ]
    }

    @Test("What is parked comes back with all that a retry needs")
    func parked() throws {
        let key = InstanceKey(7)
        for (number, content) in contents(key).enumerated() {
            let known = MessageKey(identity: 1, content: 2)
            var expected = Parked(
                content, stage: "stage", reason: "reason", at: Sample.noon, attempts: number, processes: ["order"])
            var writer = ByteWriter()
            writer.write(content)
            let row = ParkedRow(
                number: 1, kind: content.kind, stage: "stage", reason: "reason", at: Sample.noon, attempts: number,
                instance: content.instance, key: known, processes: ["order"], content: writer.bytes)
            expected.key = known
            if case .event(var incoming) = content {
                incoming.key = known
                expected.content = .event(incoming)
            }
            #expect(try row.parked(bodies) == expected, "\(content)")
            #expect(try row.kept() == content, "\(content)")
        }
    }

    @Test("A publication is parked by its bytes as it lies in the outbox")
    func publications() throws {
        let key = InstanceKey(7)
        for lane in [Lane.alone, .instance(key)] {
            var properties = ByteWriter()
            properties.write(propertiesOf: publication("a"))
            var pending = Sample.publication(1, lane: lane)
            (pending.exchange, pending.routingKey) = ("workflow", "order.a")
            (pending.body, pending.properties) = (Array("a".utf8), properties.bytes)
            #expect(try pending.publication() == publication("a"))
            var row = ByteWriter()
            row.write(publication: pending)
            var decoded = ByteWriter()
            decoded.write(.publication(publication("a"), lane: lane))
            #expect(row.bytes == decoded.bytes)
        }
    }

    @Test("A held event comes back with all that a late delivery or a dead letter needs")
    func held() throws {
        var delivery = Delivery(queue: "q", exchange: "e", routingKey: "k", body: [1, 0, 2], defect: "d")
        delivery.properties.messageID = "m"
        let event = IncomingEvent(
            event: Event(
                kind: .escalation, name: "n", code: "c", payload: [1, "two"], correlations: ["k": ["p": 7]]),
            addressee: Sample.id(1),
            thrown: Thrown(instance: Sample.id(2), process: "p", sequence: 3, causedBy: "c", elsewhere: .exchange),
            causedBy: "m", traceparent: "t", unmatched: Unmatched(hold: .milliseconds(1500), then: .dead),
            origin: KeptDelivery(delivery), key: MessageKey(identity: 1, content: 2))
        var writer = ByteWriter()
        writer.write(event)
        let row = HeldRow(position: 1, expiresAt: Sample.noon, key: event.key, content: writer.bytes)
        #expect(try row.incoming(bodies) == event)
        let broadcast = BroadcastRow(position: 1, receivers: [], isLast: true, content: writer.bytes)
        var keyless = event
        keyless.key = nil
        #expect(try broadcast.incoming(bodies) == keyless)
    }

    @Test("A payload that is had from the body again is not kept beside it")
    func payloads() throws {
        let origin = KeptDelivery(Delivery(queue: "q", body: Array("long".utf8)))
        var event = IncomingEvent(event: Event(kind: .message, name: "n", payload: "long"), origin: origin)
        event.payloadSource = "body"
        var writer = ByteWriter()
        writer.write(event)
        let row = HeldRow(position: 1, expiresAt: Sample.noon, content: writer.bytes)
        #expect(try row.incoming(bodies) == event)
        let others = Payloads { _, _ in "other" }
        #expect(try row.incoming(others).event.payload == "other")
    }
}
