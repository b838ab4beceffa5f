import Messages
import RabbitMQ
import TestKit
import Testing
import Values

@Suite("Recovering with a broker that is harmed")
struct RecoveryTests {
    @Test("A broker that is killed and comes back is found again, and nothing published is missing")
    func killed() async throws {
        try await TestBroker.expendable { broker in
            let queue = Unique.name()
            try TestClient(broker.address).declareQueue(queue)
            let consumer = try ConsumerUnderTest([broker.address], .consuming(queue), prefetch: 1000)
            let publisher = try PublisherUnderTest([broker.address])
            let generation = try await publisher.ready()
            _ = try await consumer.ready()
            let ids = (1...200).map { "id-\($0)" }
            #expect(publisher.publish(ids.map { Publication($0, to: queue) }, generation: generation))
            try await broker.kill()
            _ = try await publisher.lost()
            _ = try await consumer.lost()
            // Outcomes of before the loss stand; the others are forgotten and published again.
            let confirmed = TextSet(publisher.outcomes.filter { $0.result == .confirmed }.map(\.messageID))
            let open = ids.filter { !confirmed.contains($0) }
            try await broker.start()
            let next = try await publisher.ready(2)
            #expect(publisher.publish(open.map { Publication($0, to: queue) }, generation: next))
            try await eventually("every id was delivered") {
                TextSet(consumer.deliveries.compactMap(\.properties.messageID)) == TextSet(ids)
            }
            // What was sent twice around the kill has the same id and the same body.
            #expect(Set(consumer.deliveries.map(\.body)) == [Array("{}".utf8)])
        }
    }

    @Test("Connections closed by an operator come back, and an old generation's settlements are never sent")
    func closedByOperator() async throws {
        try await TestBroker.expendable { broker in
            let queue = Unique.name()
            let consumer = try ConsumerUnderTest([broker.address], .consuming(queue))
            let publisher = try PublisherUnderTest([broker.address])
            let old = try await consumer.ready()
            _ = try await publisher.ready()
            for number in 1...3 { try TestClient(broker.address).publish("\(number)", to: queue) }
            let first = try await consumer.delivered(3)
            try await broker.control("close_all_connections", "a test")
            let problem = try await consumer.lost()
            #expect(problem.kind == .closedByBroker)
            #expect(problem.text.contains("320"))
            #expect(try await publisher.lost().kind == .closedByBroker)
            _ = try await consumer.ready(2)
            // Tags 1 to 3 exist in the new generation too: acknowledging them would lose what was not settled.
            let again = try await consumer.delivered(6).suffix(3)
            consumer.link.settle(old, tags: first.map(\.tag))
            #expect(again.allSatisfy { $0.redelivered && $0.generation == Generation(2) })
            try await consumer.close()
            try await eventually("the broker knows what is settled") {
                try TestClient(broker.address).depth(of: queue) == 3
            }
            _ = try await publisher.ready(2)
        }
    }

    @Test("In a memory alarm publishing waits and consuming goes on; after it everything is confirmed")
    func memoryAlarm() async throws {
        try await TestBroker.expendable { broker in
            let (full, other) = (Unique.name(), Unique.name())
            let client = try TestClient(broker.address)
            try client.declareQueue(other)
            for number in 1...5 { try client.publish("\(number)", to: other) }
            let publisher = try PublisherUnderTest([broker.address])
            let generation = try await publisher.ready()
            try client.declareQueue(full)
            try await broker.control("set_vm_memory_high_watermark", "0.000001")
            // All of it fits into the sockets: a write that hangs would be cut off, which is another test.
            let large = String(repeating: "x", count: 1 << 16)
            let batch = (1...20).map { Publication("\($0)", to: full, body: large) }
            #expect(publisher.publish(batch, generation: generation))
            _ = try await publisher.events.first("blocked") { if case .blocked = $0 { true } else { nil } }
            let consumer = try ConsumerUnderTest([broker.address], .consuming(other))
            let consuming = try await consumer.ready()
            let deliveries = try await consumer.delivered(5)
            consumer.link.settle(consuming, tags: deliveries.map(\.tag))
            try await consumer.close()
            #expect(publisher.outcomes.isEmpty)
            try await broker.control("set_vm_memory_high_watermark", "0.4")
            _ = try await publisher.events.first("unblocked") { if case .unblocked = $0 { true } else { nil } }
            #expect(try await publisher.settled(20).allSatisfy { $0.result == .confirmed })
            let after = try TestClient(broker.address)
            #expect(try after.depth(of: other) == 0)
            #expect(try after.depth(of: full) == 20)
        }
    }

    @Test("A delivery that is not settled in the broker's time closes the channel: a new generation begins")
    func consumerTimeout() async throws {
        try await TestBroker.expendable { broker in
            try await broker.setConsumerTimeout(milliseconds: 3000, lookingEvery: 500)
            do {
                try await letOneTimeOut(broker)
            } catch {
                try await broker.setConsumerTimeout(milliseconds: 1_800_000, lookingEvery: 60_000)
                throw error
            }
            try await broker.setConsumerTimeout(milliseconds: 1_800_000, lookingEvery: 60_000)
        }
    }

    private func letOneTimeOut(_ broker: TestBroker) async throws {
        let queue = Unique.name()
        let consumer = try ConsumerUnderTest([broker.address], .consuming(queue))
        let old = try await consumer.ready()
        try TestClient(broker.address).publish("slow", to: queue)
        let first = try await consumer.delivered(1)
        let problem = try await consumer.lost()
        #expect(problem.text.contains("timed out") || problem.text.contains("timeout"), "\(problem)")
        let again = try await consumer.delivered(2)
        #expect(again[1].redelivered)
        // The work is done at last: its settlement is of no use, and harms nobody.
        consumer.link.settle(old, tags: first.map(\.tag))
        consumer.link.settle(again[1].generation, tags: [again[1].tag])
        try await consumer.close()
        try await eventually("the broker knows what is settled") {
            try TestClient(broker.address).depth(of: queue) == 0
        }
    }
}

extension TestBroker {
    /// How long a delivery may stay unsettled, and how often the broker looks.
    fileprivate func setConsumerTimeout(milliseconds: Int, lookingEvery interval: Int) async throws {
        try await control(
            "eval",
            "application:set_env(rabbit, consumer_timeout, \(milliseconds)), "
                + "application:set_env(rabbit, channel_tick_interval, \(interval)).")
    }
}
