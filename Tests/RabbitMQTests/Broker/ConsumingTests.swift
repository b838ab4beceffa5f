import Messages
import TestKit
import Testing
import Values

@testable import RabbitMQ

@Suite("Consuming from a real broker")
struct ConsumingTests {
    @Test("What is published arrives in order, and what is settled is gone")
    func consumeAndAcknowledge() async throws {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let queue = Unique.name()
        let consumer = try ConsumerUnderTest([broker.address], .consuming(queue))
        let generation = try await consumer.ready()
        for number in 1...50 { try client.publish("\(number)", to: queue) }
        let deliveries = try await consumer.delivered(50)
        #expect(deliveries.map { String(decoding: $0.body, as: UTF8.self) } == (1...50).map { "\($0)" })
        #expect(deliveries.allSatisfy { $0.queue == queue && $0.generation == generation && !$0.redelivered })
        consumer.link.settle(generation, tags: deliveries.map(\.tag))
        try await consumer.close()
        try await eventually("the broker knows what is settled") { try client.depth(of: queue) == 0 }
    }

    @Test("What is not settled comes again, marked as redelivered")
    func redelivery() async throws {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let queue = Unique.name()
        let first = try ConsumerUnderTest([broker.address], .consuming(queue))
        let generation = try await first.ready()
        for number in 1...5 { try client.publish("\(number)", to: queue) }
        let deliveries = try await first.delivered(5)
        // 2 and 4 are settled: 1, 3 and 5 must come again, and no acknowledgement may cover them.
        first.link.settle(generation, tags: [deliveries[1].tag, deliveries[3].tag])
        try await first.close()
        let second = try ConsumerUnderTest([broker.address], .consuming(queue))
        let again = try await second.delivered(3)
        #expect(again.map { String(decoding: $0.body, as: UTF8.self) } == ["1", "3", "5"])
        #expect(again.allSatisfy { $0.redelivered })
    }

    @Test("Several queues are consumed at once, and each delivery names its own")
    func severalQueues() async throws {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let (one, two) = (Unique.name(), Unique.name())
        let consumer = try ConsumerUnderTest([broker.address], .consuming(one, two))
        _ = try await consumer.ready()
        try client.publish("for one", to: one)
        try client.publish("for two", to: two)
        let deliveries = try await consumer.delivered(2)
        let told = TextSet(deliveries.map { "\($0.queue): \(String(decoding: $0.body, as: UTF8.self))" })
        #expect(told == ["\(one): for one", "\(two): for two"])
    }

    @Test("No more than the prefetch is taken before something is settled")
    func prefetch() async throws {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let queue = Unique.name()
        let consumer = try ConsumerUnderTest([broker.address], .consuming(queue), prefetch: 3)
        let generation = try await consumer.ready()
        for number in 1...10 { try client.publish("\(number)", to: queue) }
        let first = try await consumer.delivered(3)
        #expect(try client.depth(of: queue) == 7)
        #expect(first.count == 3)
        consumer.link.settle(generation, tags: [first[2].tag])
        _ = try await consumer.delivered(4)
        try await eventually("one more was sent") { try client.depth(of: queue) == 6 }
    }

    @Test("A paused link takes nothing, and goes on when resumed")
    func pause() async throws {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let queue = Unique.name()
        let consumer = try ConsumerUnderTest([broker.address], .consuming(queue))
        _ = try await consumer.ready()
        consumer.link.pause()
        try await eventually("the broker has no consumer") { try client.consumers(of: queue) == 0 }
        try client.publish("late", to: queue)
        #expect(try client.depth(of: queue) == 1)
        consumer.link.resume()
        #expect(try await consumer.delivered(1).first?.queue == queue)
    }

    @Test("A link that was paused with deliveries unsettled takes a quorum queue up again, on the same connection")
    func pauseUnsettled() async throws {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        // A quorum queue counts a consumer as long as it has something unsettled; the other one tells when both are gone.
        let (queue, other) = (Unique.name(), Unique.name())
        try client.declareQueue(queue, arguments: ["x-queue-type": "quorum"])
        let consumer = try ConsumerUnderTest([broker.address], .consuming(queue, other), prefetch: 50)
        let generation = try await consumer.ready()
        for round in 1...6 {
            for number in 1...100 { try client.publish("\(round)-\(number)", to: queue) }
            let settled = round * 100 - 60
            consumer.link.settle(generation, tags: try await consumer.delivered(settled).map(\.tag))
            consumer.link.pause()
            try await eventually("both are cancelled") { try client.consumers(of: other) == 0 }
            consumer.link.resume()
            consumer.link.settle(generation, tags: consumer.deliveries.map(\.tag))
            try await eventually("all of the round") {
                consumer.link.settle(generation, tags: consumer.deliveries.map(\.tag))
                return consumer.deliveries.count >= round * 100
            }
            // What came between the last look and the count, too: it would take room in the next round's window.
            consumer.link.settle(generation, tags: consumer.deliveries.map(\.tag))
        }
        #expect(Set(consumer.deliveries.map(\.body)).count == 600)
        #expect(consumer.deliveries.allSatisfy { $0.generation == generation }, "the connection was lost")
        try await consumer.close()
        try await eventually("nothing is left") { try client.depth(of: queue) == 0 }
    }

    @Test("A stopped link says when no more comes, delivers nothing more, and what was delivered can still be settled")
    func stop() async throws {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let queue = Unique.name()
        let consumer = try ConsumerUnderTest([broker.address], .consuming(queue))
        let generation = try await consumer.ready()
        try client.publish("one", to: queue)
        let first = try await consumer.delivered(1)
        consumer.link.stop()
        try await consumer.drained()
        #expect(try client.consumers(of: queue) == 0)
        try client.publish("two", to: queue)
        consumer.link.settle(generation, tags: first.map(\.tag))
        try await consumer.close()
        #expect(consumer.deliveries.count == 1)
        #expect(try client.drain(queue).map(\.text) == ["two"])
    }

    @Test("A queue that is deleted under the consumer is declared and consumed again")
    func queueDeleted() async throws {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let queue = Unique.name()
        let consumer = try ConsumerUnderTest([broker.address], .consuming(queue))
        _ = try await consumer.ready()
        try client.deleteQueue(queue)
        let problem = try await consumer.lost()
        #expect(problem.kind == .consumerCancelled)
        #expect(problem.text.contains(queue))
        _ = try await consumer.ready(2)
        try client.publish("again", to: queue)
        #expect(try await consumer.delivered(1).first?.generation == Generation(2))
    }

    @Test(
        "A body of several frames arrives whole; one over the limit arrives empty with its defect, and the rest goes on"
    )
    func largeBodies() async throws {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let queue = Unique.name()
        var settings = LinkSettings.forTests([broker.address])
        settings.bodyLimit = 400_000
        let consumer = try ConsumerUnderTest(settings, .consuming(queue))
        _ = try await consumer.ready()
        let bodies = [300_000, 400_001, 5].map { [UInt8](repeating: UInt8($0 % 251), count: $0) }
        for body in bodies { try client.publish(exchange: "", key: queue, body: body) }
        let deliveries = try await consumer.delivered(3)
        #expect(deliveries.map(\.body) == [bodies[0], [], bodies[2]])
        #expect(deliveries.map { $0.defect == nil } == [true, false, true])
    }

    @Test("Large bodies that are not settled are not piled up, and a link that waits for it stays up")
    func unsettledBytes() async throws {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let queue = Unique.name()
        var settings = LinkSettings.forTests([broker.address])
        settings.heartbeat = .seconds(1)
        settings.unsettledBytesLimit = 2_500_000
        let consumer = try ConsumerUnderTest(settings, .consuming(queue))
        let generation = try await consumer.ready()
        for _ in 1...8 { try client.publish(exchange: "", key: queue, body: [UInt8](repeating: 7, count: 1_000_000)) }
        let first = try await consumer.delivered(3)
        // The broker would give up on a client that says nothing for two heartbeats.
        let begin = ContinuousClock.now
        try await eventually("four heartbeats passed") { ContinuousClock.now > begin + .seconds(4) }
        #expect(consumer.deliveries.count == 3)
        consumer.link.settle(generation, tags: first.map(\.tag))
        let second = try await consumer.delivered(6)
        #expect(second.count == 6)
        consumer.link.settle(generation, tags: second.map(\.tag))
        let all = try await consumer.delivered(8)
        consumer.link.settle(generation, tags: all.map(\.tag))
        try await consumer.close()
        try await eventually("the broker knows what is settled") { try client.depth(of: queue) == 0 }
        #expect(all.allSatisfy { $0.generation == generation && !$0.redelivered })
    }
}
