import AMQP
import Logging
import Messages
import RabbitMQ
import Synchronization
import TestKit
import Testing
import Values

@Suite("Coming back to a broker that has lost a node")
struct RenewalTests {
    private static let exchange = "workflow"

    private static var topology: Topology {
        var topology = Topology()
        topology.publish(to: ExchangeDeclaration(name: exchange))
        return topology
    }

    private static func address(_ broker: FakeBroker) -> BrokerAddress {
        BrokerAddress(host: "127.0.0.1", port: broker.port)
    }

    @Test("A channel that refuses everything is given up for a new one, and everything goes out on that")
    func refusedOnOneChannel() async throws {
        var behaviour = FakeBroker.Behaviour()
        behaviour.published = { connection, _ in connection == 1 ? .refuse : .confirm }
        let broker = try FakeBroker(behaviour)
        let publisher = try Republisher(["a", "b", "c"], to: Self.exchange, Self.address(broker), Self.topology)
        try await eventually("everything is confirmed") { publisher.isDone }
        let problem = try #require(publisher.problems.first)
        #expect(problem.kind == .refusedAgainAndAgain && problem.remedy == .reconnectAtOnce)
        #expect(problem.text.contains("leader") && problem.text.contains(" 2 times"), "\(problem)")
        #expect(broker.connections == 2)
    }

    @Test("Other publications' confirms on that channel do not hide it")
    func othersAreTaken() async throws {
        var behaviour = FakeBroker.Behaviour()
        behaviour.published = { connection, id in connection == 1 && id == "stuck" ? .refuse : .confirm }
        let broker = try FakeBroker(behaviour)
        let publisher = try Republisher(["a", "stuck", "z"], to: Self.exchange, Self.address(broker), Self.topology)
        try await eventually("everything is confirmed") { publisher.isDone }
        #expect(broker.connections == 2)
    }

    @Test("After a reconnect nothing is declared before it publishes: a node that does not answer holds nothing up")
    func publishesFirst() async throws {
        var behaviour = FakeBroker.Behaviour()
        behaviour.answersDeclarations = { $0 == 1 }
        let broker = try FakeBroker(behaviour)
        let publisher = try PublisherUnderTest([Self.address(broker)], Self.topology)
        _ = try await publisher.ready()
        broker.dropConnections()
        let next = try await publisher.ready(2)
        #expect(publisher.publish([Publication("a", to: "k", exchange: Self.exchange)], generation: next))
        #expect(try await publisher.settled(1).map(\.result) == [.confirmed])
        #expect(Set(broker.declarations).isSubset(of: [0, 1]))
        // What may be missing is declared all the same, on a connection of its own.
        try await eventually("it declares again") { broker.declarations.contains(0) }
    }

    @Test("After a reconnect nothing is declared before it consumes")
    func consumesFirst() async throws {
        var behaviour = FakeBroker.Behaviour()
        behaviour.answersDeclarations = { $0 == 1 }
        let broker = try FakeBroker(behaviour)
        let consumer = try ConsumerUnderTest([Self.address(broker)], .consuming("orders"))
        _ = try await consumer.ready()
        broker.dropConnections()
        _ = try await consumer.ready(2)
        #expect(Set(broker.declarations).isSubset(of: [0, 1]))
    }

    @Test("A consumer left unanswered by a broker that answers others is given up, and asked for again when it is gone")
    func unansweredConsumer() async throws {
        var behaviour = FakeBroker.Behaviour()
        behaviour.answersConsuming = { $0 != 2 }
        behaviour.consumers = { $0 == 3 ? 1 : 0 }
        let broker = try FakeBroker(behaviour)
        let consumer = try ConsumerUnderTest([Self.address(broker)], .consuming("orders"))
        _ = try await consumer.ready()
        broker.dropConnections()
        let (unanswered, stillThere) = (try await consumer.lost(2), try await consumer.lost(3))
        #expect(unanswered.kind == .consumerUnanswered && unanswered.text.contains("answers others"), "\(unanswered)")
        #expect(stillThere.kind == .consumerUnanswered && stillThere.text.contains("given up"), "\(stillThere)")
        _ = try await consumer.ready(2)
        #expect(broker.connections == 4)
    }

    @Test("A queue that is gone when it consumes again is declared")
    func queueGone() async throws {
        var behaviour = FakeBroker.Behaviour()
        behaviour.consumed = { $0 == 2 ? .closeChannel(code: 404, text: "NOT_FOUND - no queue 'orders'") : .confirm }
        let broker = try FakeBroker(behaviour)
        let consumer = try ConsumerUnderTest([Self.address(broker)], .consuming("orders"))
        _ = try await consumer.ready()
        broker.dropConnections()
        _ = try await consumer.ready(2)
        #expect(try await consumer.lost(2).kind == .topologyMissing)
        #expect(broker.declarations.contains(3))
    }

    @Test("An exchange of ours that was deleted is declared again, and no publication is blamed for it")
    func exchangeGone() async throws {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let (queue, exchange) = (Unique.name(), Unique.name("exchange"))
        var topology = Topology()
        topology.publish(
            to: ExchangeDeclaration(name: exchange),
            bind: [QueueBinding(queue: QueueDeclaration(name: queue, type: .classic), key: "#")])
        let publisher = try PublisherUnderTest([broker.address], topology)
        let first = try await publisher.ready()
        try client.deleteExchange(exchange)
        let one = Publication("a", to: "k", exchange: exchange)
        #expect(publisher.publish([one], generation: first))
        #expect(try await publisher.lost().kind == .topologyMissing)
        #expect(publisher.outcomes.isEmpty)
        let next = try await publisher.ready(2)
        #expect(publisher.publish([one], generation: next))
        #expect(try await publisher.settled(1).map(\.result) == [.confirmed])
        #expect(try client.drain(queue).compactMap(\.properties.messageID) == ["a"])
    }

    @Test("What was deleted while the link was away is declared again soon, and it does not wait for that")
    func bindingGone() async throws {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let proxy = try FaultProxy(to: broker.address)
        let (queue, exchange) = (Unique.name(), Unique.name("exchange"))
        var topology = Topology()
        topology.consume(
            queue, type: .classic, dead: queue + ".dead",
            from: [ExchangeBinding(exchange: ExchangeDeclaration(name: exchange), key: "#")])
        let consumer = try ConsumerUnderTest([broker.address.through(proxy)], topology)
        _ = try await consumer.ready()
        try client.unbind(queue, from: exchange, key: "#")
        try client.deleteExchange(exchange)
        proxy.resetAll()
        _ = try await consumer.ready(2)
        try await eventually("the exchange is there and bound") {
            do {
                let again = try TestClient(broker.address)
                try again.publish(exchange: exchange, key: "k", body: [1])
                return consumer.deliveries.contains { $0.exchange == exchange }
            } catch {
                return false
            }
        }
    }

    @Test("A link that comes up wakes the others that wait for the same broker")
    func oneWakesTheOther() async throws {
        let gate = Gate()
        var behaviour = FakeBroker.Behaviour()
        behaviour.isOpen = { gate.isOpen }
        let broker = try FakeBroker(behaviour)
        var settings = LinkSettings.forTests([Self.address(broker)])
        settings.backoff = Backoff(first: .seconds(300), longest: .seconds(300))
        let waiting = try ConsumerUnderTest(settings, .consuming("orders"))
        _ = try await waiting.lost()
        gate.open()
        let other = try PublisherUnderTest(settings, Self.topology)
        _ = try await other.ready()
        _ = try await waiting.ready()
    }
}

/// Publishes as the relay does, on the link's own thread: again and again, until everything is confirmed.
private final class Republisher: Sendable {
    private struct State {
        /// Number → message id.
        var open: [Int64: String]
        var generation: Generation?
        var link: PublisherLink?
        var problems: [LinkProblem] = []
    }

    private let state: Mutex<State>
    private let exchange: String

    init(_ ids: TextSet, to exchange: String, _ address: BrokerAddress, _ topology: Topology) throws {
        state = Mutex(State(open: Dictionary(uniqueKeysWithValues: ids.sorted().enumerated().map { (Int64($0), $1) })))
        self.exchange = exchange
        let link = try PublisherLink(
            settings: .forTests([address]), topology: topology, window: 4096, logger: Logger(label: "test"),
            onEvent: { [weak self] in self?.receive($0) })
        state.withLock { state in
            state.link = link
            publish(state.open, state)
        }
    }

    deinit { state.withLock { $0.link?.close() } }

    var isDone: Bool { state.withLock { $0.open.isEmpty } }
    var problems: [LinkProblem] { state.withLock { $0.problems } }

    private func receive(_ event: PublisherEvent) {
        state.withLock { state in
            switch event {
            case .ready(let generation):
                state.generation = generation
                publish(state.open, state)
            case .settled(let outcomes):
                for outcome in outcomes where outcome.result == .confirmed { state.open[outcome.number] = nil }
                let settled = Set(outcomes.map(\.number))
                publish(state.open.filter { settled.contains($0.key) }, state)
            case .lost(let problem, _), .refused(let problem): state.problems.append(problem)
            case .blocked, .unblocked, .warning, .stopped: break
            }
        }
    }

    private func publish(_ open: [Int64: String], _ state: State) {
        guard let generation = state.generation, !open.isEmpty else { return }
        let batch = open.sorted { $0.key < $1.key }.map { number, id in
            NumberedPublication(number: number, publication: Publication(id, to: "k", exchange: exchange))
        }
        _ = state.link?.publish(batch, generation: generation)
    }
}

/// Opens once.
private final class Gate: Sendable {
    private let state = Mutex(false)
    var isOpen: Bool { state.withLock { $0 } }
    func open() { state.withLock { $0 = true } }
}
