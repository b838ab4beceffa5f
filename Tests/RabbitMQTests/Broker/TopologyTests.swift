import AMQP
import Messages
import RabbitMQ
import TestKit
import Testing
import Values

@Suite("Topology at a real broker")
struct TopologyTests {
    @Test("Queues are declared durable with their type and dead letters, and bound", arguments: QueueType.allCases)
    func declared(type: QueueType) async throws {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let (queue, exchange) = (Unique.name(), Unique.name("exchange"))
        var topology = Topology()
        topology.consume(
            queue, type: type, dead: queue + ".dead",
            from: [ExchangeBinding(exchange: ExchangeDeclaration(name: exchange), key: "order.#")])
        let consumer = try ConsumerUnderTest([broker.address], topology)
        _ = try await consumer.ready()
        // A declaration that differs in anything would be refused.
        if type == .quorum {
            try client.declareQueue(
                queue,
                arguments: [
                    "x-queue-type": "quorum", "x-dead-letter-exchange": "",
                    "x-dead-letter-routing-key": .string(queue + ".dead"),
                ])
        } else {
            try client.declareQueue(queue, arguments: ["x-queue-type": "classic"])
        }
        try client.declareQueue(queue + ".dead", arguments: ["x-queue-type": .string(type.rawValue)])
        try client.declareExchange(exchange, type: "topic")
        try client.publish(exchange: exchange, key: "order.placed", body: [1])
        let delivery = try await consumer.delivered(1)[0]
        #expect(delivery.exchange == exchange && delivery.routingKey == "order.placed")
    }

    @Test("A queue that exists is taken as it is, with a warning that names the difference")
    func otherArguments() async throws {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let queue = Unique.name()
        try client.declareQueue(queue, arguments: ["x-max-length": 100])
        let consumer = try ConsumerUnderTest([broker.address], .consuming(queue, type: .quorum))
        let warning = try await consumer.warning()
        #expect(warning.contains(queue))
        #expect(warning.contains("x-max-length is 100") && warning.contains("x-queue-type is classic"), "\(warning)")
        _ = try await consumer.ready()
        try client.publish("taken", to: queue)
        #expect(try await consumer.delivered(1).count == 1)
    }

    @Test("A quorum queue without a dead-letter exchange: the warning says what the broker would drop, and what to do")
    func nowhereToGo() async throws {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let queue = Unique.name()
        try client.declareQueue(queue, arguments: ["x-queue-type": "quorum"])
        let consumer = try ConsumerUnderTest([broker.address], .consuming(queue, type: .quorum))
        _ = try await consumer.ready()
        let warning = consumer.warnings.first { $0.contains("delivered too often") }
        #expect(warning?.contains(queue) == true && warning?.contains("dead-letter to \(queue).dead") == true)
    }

    @Test("An exchange of another type is a permanent refusal that says what differs, for both links")
    func otherExchangeType() async throws {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let (queue, exchange) = (Unique.name(), Unique.name("exchange"))
        try client.declareExchange(exchange, type: "direct")
        var inbound = Topology()
        inbound.consume(
            queue, type: .classic, dead: queue + ".dead",
            from: [ExchangeBinding(exchange: ExchangeDeclaration(name: exchange), key: "#")])
        var outbound = Topology()
        outbound.publish(to: ExchangeDeclaration(name: exchange))
        let consumer = try ConsumerUnderTest([broker.address], inbound)
        let publisher = try PublisherUnderTest([broker.address], outbound)
        for problem in [try await consumer.refused(), try await publisher.refused()] {
            #expect(problem.remedy == .stop)
            #expect(problem.text.contains(exchange) && problem.text.contains("direct"), "\(problem)")
        }
    }

    @Test("An exchange with arguments, such as an alternate exchange, is taken as it is, with a warning, also again")
    func otherExchangeArguments() async throws {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let (queue, exchange) = (Unique.name(), Unique.name("exchange"))
        try client.declareExchange(exchange, type: "topic", arguments: ["alternate-exchange": "amq.fanout"])
        var inbound = Topology()
        inbound.consume(
            queue, type: .classic, dead: queue + ".dead",
            from: [ExchangeBinding(exchange: ExchangeDeclaration(name: exchange), key: "#")])
        let findings = try await TopologyComparison.run(.forTests([broker.address]), inbound)
        #expect(findings.contains { $0.what.contains(exchange) && !$0.stopsTheStart && $0.state != .matches })
        let consumer = try ConsumerUnderTest([broker.address], inbound)
        #expect(try await consumer.warning().contains("'alternate-exchange'"))
        let first = try await consumer.ready()
        try client.deleteQueue(queue)
        let next = try await consumer.ready(2)
        #expect(next != first)
        try client.publish(exchange: exchange, key: "k", body: [1])
        #expect(try await consumer.delivered(1).count == 1)
    }

    @Test("A second consumer of a queue is warned that it is not alone")
    func shared() async throws {
        let broker = try await TestBroker.shared()
        let queue = Unique.name()
        let first = try ConsumerUnderTest([broker.address], .consuming(queue, type: .classic))
        _ = try await first.ready()
        let second = try ConsumerUnderTest([broker.address], .consuming(queue, type: .classic))
        let warning = try await second.warning()
        #expect(warning.contains(queue) && warning.contains("others take"))
        _ = try await second.ready()
    }

    @Test("An exchange type that the broker does not know is a permanent refusal")
    func unknownExchangeType() async throws {
        let broker = try await TestBroker.shared()
        var topology = Topology()
        topology.publish(to: ExchangeDeclaration(name: Unique.name("exchange"), type: "nonsense"))
        let problem = try await PublisherUnderTest([broker.address], topology).refused()
        #expect(problem.text.contains("nonsense"))
    }

    @Test("What an outbound route binds takes what is published")
    func outbound() async throws {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let (queue, exchange) = (Unique.name(), Unique.name("exchange"))
        var topology = Topology()
        topology.publish(
            to: ExchangeDeclaration(name: exchange),
            bind: [QueueBinding(queue: QueueDeclaration(name: queue, type: .classic), key: "#")])
        let publisher = try PublisherUnderTest([broker.address], topology)
        let generation = try await publisher.ready()
        #expect(publisher.publish([Publication("a", to: "any.key", exchange: exchange)], generation: generation))
        #expect(try await publisher.settled(1).map(\.result) == [.confirmed])
        #expect(try client.get(queue)?.routingKey == "any.key")
    }

    @Test("Built-in exchanges may be named, and the default exchange needs nothing")
    func builtIn() async throws {
        let broker = try await TestBroker.shared()
        var topology = Topology()
        topology.publish(to: ExchangeDeclaration(name: "amq.topic"))
        topology.publish(to: ExchangeDeclaration(name: ""))
        #expect(topology.exchanges.map(\.name) == ["amq.topic"])
        _ = try await PublisherUnderTest([broker.address], topology).ready()
    }
}
