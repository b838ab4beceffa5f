import Messages
import RabbitMQ
import TestKit
import Testing

/// A broker that passes on whatever it has, against a link: the library under it may refuse to decode that.
@Suite struct UndecodableTests {
    private static func address(_ broker: FakeBroker) -> BrokerAddress {
        BrokerAddress(host: "127.0.0.1", port: broker.port)
    }

    @Test("Undecodable properties between good ones, on two queues: all are handed over, and the link stays")
    func passedOn() async throws {
        let good = PropertyList(MessageProperties()).encoded
        // Longer than a frame, as the broker makes them by its own headers, and too long for anybody.
        let long = [140_000, 3 << 20].map { size in
            Poison.list { $0.table(["h": .string(String(repeating: "x", count: size))]) }
        }
        let lists = [good] + Poison.all.flatMap { [$0.list, good] } + long.flatMap { [$0, good] }
        var behaviour = FakeBroker.Behaviour()
        behaviour.deliveries = { _ in lists }
        let broker = try FakeBroker(behaviour)
        let consumer = try ConsumerUnderTest([Self.address(broker)], .consuming("a", "b"))
        _ = try await consumer.ready()
        let deliveries = try await consumer.delivered(2 * lists.count)
        for queue in ["a", "b"] {
            let mine = deliveries.filter { $0.queue == queue }
            try #require(mine.count == lists.count)
            for (index, delivery) in mine.enumerated() where index.isMultiple(of: 2) {
                #expect(delivery.defect == nil && delivery.propertyList == good)
            }
            for (index, poison) in Poison.all.enumerated() {
                let delivery = mine[2 * index + 1]
                #expect((delivery.defect == nil) == poison.isWellFormed, "\(poison)")
                #expect(delivery.propertyList == poison.list, "\(poison)")
            }
            let oversized = mine.suffix(4)
            #expect(oversized.first?.defect == nil && oversized.first?.propertyList == long[0])
            #expect(oversized.dropFirst(2).first?.defect?.contains("bytes") == true)
        }
        #expect(broker.connections == 1)
    }

    @Test("A link that reads by itself says by itself that it lives")
    func heartbeats() async throws {
        let broker = try FakeBroker()
        var settings = LinkSettings.forTests([Self.address(broker)])
        settings.heartbeat = .seconds(1)
        let consumer = try ConsumerUnderTest(settings, .consuming("a"))
        _ = try await consumer.ready()
        // One each half second, and each is answered: else it would be over after four.
        try await eventually("ten heartbeats") { broker.heartbeats >= 10 }
        #expect(broker.connections == 1)
    }
}
