import Events
import RabbitMQ
import TestKit
import Testing

@Suite("Consuming from a real broker")
struct ConsumingTests {
    @Test("What is published arrives in order, and what is settled is gone")
    func consumeAndAcknowledge() async throws {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let queue = Unique.name()
        var topology = Topology()
        topology.consume(queue, type: .classic, dead: queue + ".dead")
        let consumer = try ConsumerUnderTest([broker.address], topology)
        let generation = try await consumer.ready()
        for number in 1...50 { try client.publish("\(number)", to: queue) }
        let deliveries = try await consumer.delivered(50)
        #expect(deliveries.map { String(decoding: $0.body, as: UTF8.self) } == (1...50).map { "\($0)" })
        #expect(deliveries.allSatisfy { $0.queue == queue && $0.generation == generation && !$0.redelivered })
        consumer.link.settle(generation, tags: deliveries.map(\.tag))
        try await consumer.close()
        try #expect(client.depth(of: queue) == 0)
    }

    @Test("What is not settled comes again, marked as redelivered")
    func redelivery() async throws {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let queue = Unique.name()
        var topology = Topology()
        topology.consume(queue, type: .classic, dead: queue + ".dead")
        let first = try ConsumerUnderTest([broker.address], topology)
        let generation = try await first.ready()
        for number in 1...5 { try client.publish("\(number)", to: queue) }
        let deliveries = try await first.delivered(5)
        // 2 and 4 are settled: 1, 3 and 5 must come again, and no acknowledgement may cover them.
        first.link.settle(generation, tags: [deliveries[1].tag, deliveries[3].tag])
        try await first.close()
        let second = try ConsumerUnderTest([broker.address], topology)
        let again = try await second.delivered(3)
        #expect(again.map { String(decoding: $0.body, as: UTF8.self) } == ["1", "3", "5"])
        #expect(again.allSatisfy { $0.redelivered })
    }
}
