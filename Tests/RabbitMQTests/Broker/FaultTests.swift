import AMQP
import Messages
import RabbitMQ
import TestKit
import Testing
import Values

@Suite("Faults between us and a real broker")
struct FaultTests {
    /// Everything up to a first message takes fewer frames than this in either direction.
    private static let points: [FaultProxy.Point] = FaultProxy.Point.Direction.allCases.flatMap { direction in
        (0...13).flatMap { frames in [0, 3].map { FaultProxy.Point(direction, frames: frames, bytes: $0) } }
    }

    @Test("A reset at any point of publishing leads to the same recovery", arguments: points)
    func publisherReset(point: FaultProxy.Point) async throws {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let proxy = try FaultProxy(to: broker.address)
        let (queue, exchange) = (Unique.name(), Unique.name("exchange"))
        try client.declareQueue(queue)
        proxy.resetNext(at: point)
        var topology = Topology()
        topology.publish(
            to: ExchangeDeclaration(name: exchange),
            bind: [QueueBinding(queue: QueueDeclaration(name: queue, type: .classic), key: "#")])
        let publisher = try PublisherUnderTest([broker.address.through(proxy)], topology)
        // As the relay does it: what is not settled is published again in the next generation.
        var open = TextSet(["a", "b", "c"])
        var generations = 0
        while !open.isEmpty {
            generations += 1
            try #require(generations < 5)
            let generation = try await publisher.ready(generations)
            let batch = open.sorted().map { Publication($0, to: "any", exchange: exchange) }
            #expect(publisher.publish(batch, generation: generation))
            try await eventually("\(point): settled or lost") {
                open.subtract(publisher.outcomes.filter { $0.result == .confirmed }.map(\.messageID))
                return open.isEmpty || publisher.isLost(after: generation)
            }
        }
        let ids = TextSet(try client.drain(queue).compactMap(\.properties.messageID))
        #expect(ids == ["a", "b", "c"])
    }

    @Test("A reset at any point of consuming leads to the same recovery", arguments: points)
    func consumerReset(point: FaultProxy.Point) async throws {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let proxy = try FaultProxy(to: broker.address)
        let queue = Unique.name()
        try client.declareQueue(queue, arguments: ["x-queue-type": "classic"])
        for text in ["a", "b", "c"] { try client.publish(text, to: queue) }
        proxy.resetNext(at: point)
        let consumer = try ConsumerUnderTest([broker.address.through(proxy)], .consuming(queue))
        var settled: TextSet = []
        try await eventually("\(point): everything settled and acknowledged") {
            for delivery in consumer.deliveries {
                settled.insert(String(decoding: delivery.body, as: UTF8.self))
                consumer.link.settle(delivery.generation, tags: [delivery.tag])
            }
            return settled.count == 3
        }
        try await consumer.close()
        #expect(try client.depth(of: queue) <= 3)
        // A reset may have swallowed acknowledgements, but only those: whatever is left was delivered before.
        let left = TextSet(try client.drain(queue).map(\.text))
        #expect(proxy.resets == 1 || left.isEmpty, "\(point): \(left)")
    }

    @Test("A broker that goes silent is noticed within three heartbeats, and nothing hangs")
    func silence() async throws {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let proxy = try FaultProxy(to: broker.address)
        let queue = Unique.name()
        try client.declareQueue(queue)
        var settings = LinkSettings.forTests([broker.address.through(proxy)])
        settings.heartbeat = .seconds(1)
        let publisher = try PublisherUnderTest(settings)
        let consumer = try ConsumerUnderTest(settings, .consuming(queue))
        let generation = try await publisher.ready()
        _ = try await consumer.ready()
        let one = Publication("first", to: queue)
        #expect(publisher.publish([one], generation: generation))
        _ = try await publisher.settled(1)
        let frozen = ContinuousClock.now
        proxy.freeze()
        // More than any socket's buffer takes, so that a write would hang.
        let large = String(repeating: "x", count: 1 << 20)
        let batch = (1...32).map { Publication("large-\($0)", to: queue, body: large) }
        #expect(publisher.publish(batch, generation: generation))
        let problems = [try await publisher.lost(), try await consumer.lost()]
        #expect(ContinuousClock.now - frozen < .seconds(30))
        for problem in problems {
            #expect([.heartbeatMissed, .writeStuck, .connectionLost].contains(problem.kind), "\(problem)")
        }
        proxy.thaw()
        _ = try await publisher.ready(2)
        _ = try await consumer.ready(2)
    }
}
