import AMQP
import Messages
import RabbitMQ
import TestKit
import Testing
import Values

/// Queues that somebody else declared, and what of their messages can be lost.
@Suite("Existing queues at a real broker")
struct ExistingQueueTests {
    struct Existing: Sendable, CustomStringConvertible {
        var arguments: TextTable<Value> = [:]
        var durable = true
        var autoDelete = false
        /// Words of the warnings, each in one.
        var words: [[String]]

        var description: String { "\(words)" }
    }

    private static let risky = [
        Existing(arguments: ["x-max-length": 10], words: [["10 messages", "dropped", "reject-publish"]]),
        Existing(arguments: ["x-max-length-bytes": 1000], words: [["1000 bytes", "dropped"]]),
        Existing(
            arguments: ["x-max-length": 10, "x-max-length-bytes": 1000, "x-overflow": "drop-head"],
            words: [["10 messages"], ["1000 bytes"]]),
        Existing(arguments: ["x-message-ttl": 60_000], words: [["60000 ms", "stopped", "dropped"]]),
        Existing(arguments: ["x-expires": 600_000], words: [["600000 ms", "deleted with all its messages"]]),
        Existing(autoDelete: true, words: [["auto-delete", "deleted"]]),
        Existing(
            arguments: ["x-queue-type": "quorum", "x-delivery-limit": 2],
            words: [["delivered more than 2 times", "unclean end", "dropped"], ["without a dead-letter exchange"]]),
        Existing(
            arguments: ["x-max-length": 10, "x-dead-letter-exchange": "amq.fanout"],
            words: [["10 messages", "dead-lettered"]]),
        Existing(
            arguments: ["x-max-length": 10, "x-dead-letter-exchange": "no-such-exchange"],
            words: [["10 messages", "dropped"], ["no-such-exchange", "not there"]]),
        Existing(
            arguments: [
                "x-queue-type": "quorum", "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "no-such-queue",
            ],
            words: [["the queue no-such-queue", "not there"]]),
    ]

    private func declare(_ existing: Existing, _ queue: String, _ client: TestClient) throws {
        try client.declareQueue(
            queue, durable: existing.durable, autoDelete: existing.autoDelete, arguments: existing.arguments)
    }

    @Test("What can be lost is said in words, at the start and by check; it is consumed all the same", arguments: risky)
    func told(existing: Existing) async throws {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let queue = Unique.name()
        try declare(existing, queue, client)
        let findings = try await TopologyComparison.run(.forTests([broker.address]), .consuming(queue))
        let finding = try #require(findings.first { $0.what == "queue \(queue)" })
        #expect(!finding.stopsTheStart)
        let consumer = try ConsumerUnderTest([broker.address], .consuming(queue))
        _ = try await consumer.ready()
        for words in existing.words {
            #expect(finding.losses.contains { loss in words.allSatisfy(loss.contains) }, "\(words): \(finding.losses)")
            #expect(
                consumer.warnings.contains { warning in ([queue] + words).allSatisfy(warning.contains) },
                "\(words): \(consumer.warnings)")
        }
        #expect(finding.losses.count == existing.words.count, "\(finding.losses)")
        try client.publish("taken", to: queue)
        #expect(try await consumer.delivered(1).count == 1)
        try await consumer.close()
    }

    @Test("A queue that is not durable goes with the broker; where the broker still knows such queues")
    func transient() async throws {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let queue = Unique.name()
        do {
            try declare(Existing(durable: false, words: []), queue, client)
        } catch {
            // From RabbitMQ 4.3 on there are none.
            #expect("\(error)".contains("transient"), "\(error)")
            return
        }
        let consumer = try ConsumerUnderTest([broker.address], .consuming(queue))
        _ = try await consumer.ready()
        #expect(consumer.warnings.contains { $0.contains("not durable: a restart of the broker") })
    }

    @Test("A stream is refused for good: it would be consumed from its end, and what came before be skipped")
    func stream() async throws {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let queue = Unique.name()
        try client.declareQueue(queue, arguments: ["x-queue-type": "stream"])
        let findings = try await TopologyComparison.run(.forTests([broker.address]), .consuming(queue))
        #expect(findings.contains { $0.stopsTheStart && $0.description.contains("stream") })
        let problem = try await ConsumerUnderTest([broker.address], .consuming(queue)).refused()
        #expect(problem.remedy == .stop)
        #expect(problem.text.contains(queue) && problem.text.contains("stream") && problem.text.contains("skip"))
        try client.deleteQueue(queue)
    }

    @Test("A queue that is limited in many ways is found out to the last")
    func limitedStream() async throws {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let queue = Unique.name()
        try client.declareQueue(
            queue, arguments: ["x-queue-type": "stream", "x-max-length-bytes": 1_000_000, "x-max-age": "1h"])
        #expect(try await ConsumerUnderTest([broker.address], .consuming(queue)).refused().text.contains("stream"))
        try client.deleteQueue(queue)
    }

    @Test("What is bound for others, who consume it, may be limited as they like; dead letters may not")
    func notOurs() async throws {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let queue = Unique.name()
        try client.declareQueue(queue, arguments: ["x-queue-type": "stream"])
        var topology = Topology()
        topology.publish(
            to: ExchangeDeclaration(name: "amq.topic"),
            bind: [QueueBinding(queue: QueueDeclaration(name: queue, type: .classic), key: queue)])
        let publisher = try PublisherUnderTest([broker.address], topology)
        _ = try await publisher.ready()
        #expect(try await publisher.warning().contains("stream"))
        try client.deleteQueue(queue)

        try client.declareQueue(queue + ".dead", arguments: ["x-message-ttl": 1000])
        let consumer = try ConsumerUnderTest([broker.address], .consuming(queue))
        _ = try await consumer.ready()
        #expect(consumer.warnings.contains { $0.contains(queue + ".dead can be lost") && $0.contains("1000 ms") })
    }

    @Test("Another connection's exclusive queue: an error that says so, and no end of the process")
    func exclusive() async throws {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let queue = Unique.name()
        try client.declareQueue(queue, exclusive: true)
        let problem = try await ConsumerUnderTest([broker.address], .consuming(queue)).lost()
        #expect(problem.remedy == .reconnectSlowly)
        #expect(problem.text.contains(queue) && problem.text.contains("exclusive"))
        let findings = try await TopologyComparison.run(.forTests([broker.address]), .consuming(queue))
        #expect(findings.contains { $0.description.contains("another connection") })
    }

    @Test(
        "After an unclean end fewer deliveries of a queue with a tight limit are under way, and later as many as ever"
    )
    func caution() async throws {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let queue = Unique.name()
        try client.declareQueue(queue, arguments: ["x-queue-type": "quorum", "x-delivery-limit": .int(5)])
        for number in 1...80 { try client.publish("\(number)", to: queue) }
        let caution = Caution(for: .seconds(3), divisor: 10)
        let consumer = try ConsumerUnderTest(
            [broker.address], .consuming(queue, type: .quorum), prefetch: 50, caution: caution)
        let generation = try await consumer.ready()
        _ = try await consumer.delivered(5)
        let count = consumer.deliveries.count
        #expect(count == 5 || ContinuousClock.now > caution.until)
        // Five wait to be settled, so that it is wider by 45 more and not by 50.
        try await eventually("the prefetch is as configured") { consumer.deliveries.count >= 50 }
        consumer.link.settle(generation, tags: consumer.deliveries.map(\.tag))
        try await eventually("all have come") { consumer.deliveries.count == 80 }
        #expect(consumer.deliveries.map { String(decoding: $0.body, as: UTF8.self) } == (1...80).map { "\($0)" })
        #expect(consumer.deliveries.allSatisfy { $0.generation == generation && !$0.redelivered })
    }

    @Test("A queue without a tight limit keeps its prefetch after an unclean end: fewer would cost its order")
    func noCaution() async throws {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let queue = Unique.name()
        try client.declareQueue(queue, arguments: ["x-queue-type": "quorum", "x-delivery-limit": .int(50)])
        for number in 1...80 { try client.publish("\(number)", to: queue) }
        let consumer = try ConsumerUnderTest(
            [broker.address], .consuming(queue, type: .quorum), prefetch: 50, caution: Caution(for: .seconds(600)))
        _ = try await consumer.delivered(50)
    }
}
