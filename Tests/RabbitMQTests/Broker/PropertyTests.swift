import Messages
import RabbitMQ
import TestKit
import Testing
import Values

@Suite("Properties and headers through a real broker")
struct PropertyTests {
    /// Publishes raw header bytes and gives what the link makes of them.
    private func deliver(
        _ headers: (inout WireWriter) -> Void, key: [UInt8]? = nil
    ) async throws -> Delivery {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let queue = Unique.name()
        let consumer = try ConsumerUnderTest([broker.address], .consuming(queue))
        _ = try await consumer.ready()
        var writer = WireWriter()
        headers(&writer)
        if let key {
            let exchange = Unique.name("exchange")
            try client.declareExchange(exchange, type: "fanout")
            try client.bind(queue, to: exchange, key: "")
            try client.publish(
                exchange: exchange, key: key, properties: MessageProperties(), body: [], rawHeaders: writer.bytes)
        } else {
            try client.publish(exchange: "", key: queue, rawHeaders: writer.bytes)
        }
        // The one after it shows that the link goes on.
        try client.publish("next", to: queue)
        let deliveries = try await consumer.delivered(2)
        #expect(deliveries[1].defect == nil)
        return deliveries[0]
    }

    /// From RabbitMQ 4 on headers are read by the broker and written again.
    private var rewritesHeaders: Bool {
        get async throws { try await TestClient(TestBroker.shared().address).majorVersion >= 4 }
    }

    private func field(_ type: Character, _ value: @escaping (inout WireWriter) -> Void) -> (inout WireWriter) -> Void {
        { writer in
            writer.short("h")
            writer.raw(Array(String(type).utf8))
            value(&writer)
        }
    }

    @Test("Every type of field arrives as its value")
    func everyType() async throws {
        let delivery = try await deliver { writer in
            func add(_ name: String, _ type: Character, _ value: (inout WireWriter) -> Void) {
                writer.short(name)
                writer.raw(Array(String(type).utf8))
                value(&writer)
            }
            add("bool", "t") { $0.integer(UInt8(1)) }
            add("i8", "b") { $0.integer(Int8(-128)) }
            add("u8", "B") { $0.integer(UInt8(255)) }
            add("i16", "s") { $0.integer(Int16.min) }
            add("u16", "u") { $0.integer(UInt16.max) }
            add("i32", "I") { $0.integer(Int32.min) }
            add("u32", "i") { $0.integer(UInt32.max) }
            add("i64", "l") { $0.integer(Int64.min) }
            add("f32", "f") { $0.integer(Float(1.5).bitPattern) }
            add("f64", "d") { $0.integer(Double(-0.1).bitPattern) }
            add("decimal", "D") {
                $0.integer(UInt8(2))
                $0.integer(UInt32(125))
            }
            add("price", "D") {
                $0.integer(UInt8(2))
                $0.integer(UInt32(1999))
            }
            add("scaled", "D") {
                $0.integer(UInt8(2))
                $0.integer(UInt32(1200))
            }
            add("whole", "D") {
                $0.integer(UInt8(0))
                $0.integer(UInt32(bitPattern: -150))
            }
            add("debt", "D") {
                $0.integer(UInt8(1))
                $0.integer(UInt32(bitPattern: -6))
            }
            add("tiny", "D") {
                $0.integer(UInt8(255))
                $0.integer(UInt32(5))
            }
            add("text", "S") { $0.long(Array("häuser".utf8)) }
            add("notText", "S") { $0.long([0xFF, 0xFE]) }
            add("bytes", "x") { $0.long([1, 2, 3]) }
            add("moment", "T") { $0.integer(UInt64(1_700_000_000)) }
            add("void", "V") { _ in }
            add("table", "F") { $0.table(["a": ["b": 1]]) }
            add("array", "A") { writer in
                var inner = WireWriter()
                inner.field("x")
                inner.field([1, 2])
                writer.long(inner.bytes)
            }
        }
        let expected: TextTable<Value> = [
            "bool": true, "i8": -128, "u8": 255, "i16": -32768, "u16": 65535, "i32": .int(Int(Int32.min)),
            "u32": .int(Int(UInt32.max)), "i64": .int(.min), "f32": 1.5, "f64": -0.1, "decimal": 1.25, "price": 19.99,
            "scaled": 12.0,
            "whole": -150, "debt": -0.6, "tiny": 5e-255,
            "text": "häuser", "notText": "//4=", "bytes": "AQID", "moment": 1_700_000_000, "void": nil,
            "table": ["a": ["b": 1]], "array": ["x", [1, 2]],
        ]
        for (name, value) in expected { #expect(delivery.properties.headers[name] == value, "\(name)") }
        #expect(delivery.properties.headers.count == expected.count)
        #expect(delivery.properties.unreadableHeaders.isEmpty)
        #expect(delivery.defect == nil)
    }

    // NaN and the infinities cannot be tried: this broker itself fails on them.
    @Test("What no value holds is named with the header that it is in, never a silent change, and no defect")
    func inexact() async throws {
        var cases: [(Character, @Sendable (inout WireWriter) -> Void)] = [
            ("T", { $0.integer(UInt64.max) }), ("T", { $0.integer(Int64(-315_619_200)) }),
        ]
        // RabbitMQ 4 itself makes another number of it on the way.
        if try await !rewritesHeaders { cases.append(("L", { $0.integer(UInt64(1) << 63) })) }
        for (type, value) in cases {
            let delivery = try await deliver(field(type, value))
            #expect(delivery.properties.headers["h"] == .null)
            #expect(delivery.properties.unreadableHeaders["h"]?.contains(" h ") == true, "\(type)")
            #expect(delivery.defect == nil)
        }
    }

    @Test("Headers nested as deep as a frame allows have no value, and crash nothing", arguments: [15, 16, 17, 26_000])
    func depth(levels: Int) async throws {
        let delivery = try await deliver { writer in
            // From the inside out: each level is an array with one array, five bytes of head each.
            writer.short("h")
            for level in 0..<levels {
                writer.raw([UInt8(ascii: "A")])
                writer.integer(UInt32((levels - level - 1) * 5))
            }
        }
        // The table of headers is the first level.
        #expect(delivery.defect == nil)
        #expect((delivery.properties.unreadableHeaders["h"] == nil) == (levels <= 15))
    }

    @Test("A header twice, a name, an id or a routing key that is not UTF-8: told by name, and no defect")
    func oddNames() async throws {
        let twice = try await deliver { writer in
            for number in [1, 2] {
                writer.short("h")
                writer.field(.int(number))
            }
        }
        // RabbitMQ 4 itself keeps one of them.
        let isTold = twice.properties.unreadableHeaders["h"]?.contains("twice") == true
        #expect(try await isTold != rewritesHeaders)
        let name = try await deliver { writer in
            writer.short([0xFF])
            writer.field(1)
        }
        #expect(name.properties.unreadableHeaders["base64:/w=="]?.contains("UTF-8") == true)
        let key = try await deliver({ _ in }, key: [0xC3, 0x28])
        #expect(WireText.literal(key.routingKey) == nil)
        #expect(WireText.bytes(key.routingKey) == [0xC3, 0x28])
        #expect([twice, name, key].allSatisfy { $0.defect == nil })
    }

    @Test("Properties come with their bytes, and bytes that are published lie on the wire as they are")
    func bytes() async throws {
        // RabbitMQ 4 itself makes other bytes of them.
        if try await rewritesHeaders { return }
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let queue = Unique.name()
        try client.declareQueue(queue)
        var list = try #require(PropertyList(EveryField.list()))
        // No NaN, on which this broker fails.
        list.removeHeaders(["high-f", "high-d"])
        let publisher = try PublisherUnderTest([broker.address])
        let generation = try await publisher.ready()
        var publication = Publication("m", to: queue, body: "{")
        publication.propertyList = list.encoded
        publication.properties = try #require(MessageProperties(list: list.encoded))
        #expect(publisher.publish([publication], generation: generation))
        #expect(try await publisher.settled(1).map(\.messageID) == ["m"])
        #expect(try #require(try client.get(queue)).propertyList == list.encoded)
        #expect(publisher.publish([publication], generation: generation))
        let consumer = try ConsumerUnderTest([broker.address], .consuming(queue))
        _ = try await consumer.ready()
        let delivery = try await consumer.delivered(1)[0]
        #expect(delivery.propertyList == list.encoded)
        #expect(delivery.properties == publication.properties)
    }

    @Test("What came with a body and headers of any depth is published as it came", arguments: Poison.wellFormed)
    func passedOn(_ poison: Poison) async throws {
        let broker = try await TestBroker.shared()
        let queue = Unique.name()
        let consumer = try ConsumerUnderTest([broker.address], .consuming(queue))
        _ = try await consumer.ready()
        let publisher = try PublisherUnderTest([broker.address])
        let generation = try await publisher.ready()
        var publication = Publication("m", to: queue)
        publication.propertyList = poison.list
        publication.body = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
        #expect(publisher.publish([publication, Publication("next", to: queue)], generation: generation))
        #expect(try await publisher.settled(2).allSatisfy { $0.result == .confirmed })
        let deliveries = try await consumer.delivered(2)
        #expect(deliveries[0].body == publication.body && deliveries[0].defect == nil)
        #expect(deliveries[1].properties.messageID == "next")
        // RabbitMQ 4 itself makes other bytes of them.
        if try await !rewritesHeaders { #expect(deliveries[0].propertyList == poison.list) }
        #expect(consumer.events.all.allSatisfy { if case .lost = $0 { false } else { true } })
    }

    @Test("Everything we publish is on the wire as AMQP has it, nested headers too")
    func writing() async throws {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let queue = Unique.name()
        try client.declareQueue(queue)
        let publisher = try PublisherUnderTest([broker.address])
        let generation = try await publisher.ready()
        var publication = Publication("i/1", to: queue, body: "{\"a\":1}")
        publication.properties.contentType = "application/json"
        publication.properties.contentEncoding = "utf-8"
        publication.properties.priority = 3
        publication.properties.correlationID = "c"
        publication.properties.replyTo = "r"
        publication.properties.expiration = "60000"
        publication.properties.timestamp = 1_700_000_000
        publication.properties.type = "order placed by somebody with a long name"
        publication.properties.userID = "guest"
        publication.properties.appID = "bpmn-bridge"
        publication.properties.headers = [
            "x-sequence": 1, "empty": "", "none": nil, "flag": false, "number": 0.1, "least": .int(.min),
            "x-correlation": ["key": ["order": "äöü", "n": 7]], "list": [1, "a", [], [:], [["deep": [nil]]]],
        ]
        #expect(publisher.publish([publication], generation: generation))
        _ = try await publisher.settled(1)
        let message = try #require(try client.get(queue))
        // RabbitMQ 4 gives tables in an order of its own.
        #expect(message.properties.headers.count == publication.properties.headers.count)
        for (name, value) in publication.properties.headers {
            #expect(message.properties.headers[name]?.inOrder == value.inOrder, "\(name)")
        }
        var read = message.properties
        read.headers = publication.properties.headers
        #expect(read == publication.properties)
        #expect(message.body == publication.body)
    }
}

extension Value {
    /// With the entries of every table in the order of their names.
    fileprivate var inOrder: Value {
        switch self {
        case .list(let items): .list(items.map(\.inOrder))
        case .dict(let entries):
            .dict(
                TextTable(
                    uniqueKeysWithValues: entries.map { ($0.key, $0.value.inOrder) }.sorted { $0.0 < $1.0 }))
        default: self
        }
    }
}
