import Events
import RabbitMQ
import TestKit
import Testing

@Suite("Publishing to a real broker")
struct PublishingTests {
    @Test("Every publication is confirmed once and arrives in order")
    func confirms() async throws {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let queue = Unique.name()
        try client.declareQueue(queue)
        let publisher = try PublisherUnderTest([broker.address])
        let generation = try await publisher.ready()
        let batch = (1...1000).map { Publication("id-\($0)", to: queue, body: "\($0)") }
        #expect(publisher.link.publish(batch, generation: generation))
        let outcomes = try await publisher.settled(1000)
        #expect(outcomes.allSatisfy { $0.result == .confirmed })
        #expect(Set(outcomes.map(\.messageID)).count == 1000)
        let arrived = try client.drain(queue)
        #expect(arrived.map(\.text) == (1...1000).map { "\($0)" })
        #expect(arrived.first?.properties.messageID == "id-1")
    }
}
