import AMQP
import Messages
import RabbitMQ
import TestKit
import Testing
import Values

@Suite("Refusals by a real broker, and failing over")
struct RefusalTests {
    @Test("A wrong password is its own error, retried slowly, and never printed")
    func wrongPassword() async throws {
        let broker = try await TestBroker.shared()
        let address = broker.address.with(password: "very-wrong")
        for problem in [
            try await ConsumerUnderTest([address], Topology()).lost(), try await PublisherUnderTest([address]).lost(),
        ] {
            #expect(problem.kind == .credentialsRefused)
            #expect(problem.remedy == .reconnectSlowly)
            #expect(!problem.text.contains("very-wrong"))
        }
    }

    @Test("A missing vhost is its own error, retried slowly")
    func missingVhost() async throws {
        var address = try await TestBroker.shared().address
        address.vhost = "no such vhost"
        let problem = try await ConsumerUnderTest([address], Topology()).lost()
        #expect(problem.kind == .vhostRefused)
        #expect(problem.text.contains("no such vhost") || problem.text.contains("no%20such%20vhost"))
    }

    @Test("Nobody listening, and something that is no broker: both are retried")
    func noBroker() async throws {
        let nobody = BrokerAddress(host: "127.0.0.1", port: 1)
        #expect(try await PublisherUnderTest([nobody]).lost().kind == .unreachable)
        let unnamed = BrokerAddress(host: "no-such-host.invalid")
        #expect(try await PublisherUnderTest([unnamed]).lost().remedy == .reconnect)
        let babbler = try Babbler()
        let strange = BrokerAddress(host: "127.0.0.1", port: babbler.port)
        #expect(try await PublisherUnderTest([strange]).lost().remedy == .reconnect)
    }

    @Test("When one address fails the next is tried at once")
    func failover() async throws {
        let broker = try await TestBroker.shared()
        let nobody = BrokerAddress(host: "127.0.0.1", port: 1)
        // Each has its own, as whoever hears that the other is up begins where it is.
        func settings() -> LinkSettings {
            var settings = LinkSettings.forTests([nobody, broker.address])
            // A wait would be seen.
            settings.backoff = Backoff(first: .seconds(60), longest: .seconds(60))
            return settings
        }
        let consumer = try ConsumerUnderTest(settings(), .consuming(Unique.name()))
        let publisher = try PublisherUnderTest(settings())
        _ = try await consumer.ready()
        _ = try await publisher.ready()
        for warning in [try await consumer.warning(), try await publisher.warning()] {
            #expect(warning.contains("another address") && warning.contains("127.0.0.1:1"), "\(warning)")
        }
    }

    @Test("While no address is reachable there is one report for each round, and it names them all")
    func oneReportARound() async throws {
        let ports = [1, 2, 3]
        var settings = LinkSettings.forTests(ports.map { BrokerAddress(host: "127.0.0.1", port: $0) })
        settings.backoff = Backoff(first: .milliseconds(50), longest: .milliseconds(50))
        let consumer = try ConsumerUnderTest(settings, Topology())
        for round in 1...3 {
            let problem = try await consumer.lost(round)
            #expect(problem.kind == .unreachable)
            for port in ports { #expect(problem.text.contains("127.0.0.1:\(port)"), "\(problem)") }
        }
        let waits = consumer.events.all.compactMap { if case .lost(_, let wait) = $0 { wait } else { nil } }
        #expect(waits.allSatisfy { $0 > .zero })
    }

    @Test("A permission that is missing is its own error, retried slowly; granting it is enough")
    func permission() async throws {
        try await TestBroker.expendable { broker in
            let (user, queue) = (Unique.name("user"), Unique.name())
            try await broker.control("add_user", user, "secret")
            try await broker.control("set_permissions", user, "nothing", ".*", ".*")
            var address = broker.address.with(password: "secret")
            address.user = user
            let consumer = try ConsumerUnderTest([address], .consuming(queue))
            let problem = try await consumer.lost()
            #expect(problem.kind == .permissionMissing)
            #expect(problem.text.contains(queue))
            try await broker.control("set_permissions", user, ".*", ".*", ".*")
            _ = try await consumer.ready()
        }
    }

    @Test("Who may not declare may still use what exists")
    func existingWithoutPermission() async throws {
        try await TestBroker.expendable { broker in
            let (user, queue, exchange) = (Unique.name("user"), Unique.name(), Unique.name("exchange"))
            let client = try TestClient(broker.address)
            try client.declareQueue(queue)
            try client.declareQueue(queue + ".dead")
            try client.declareExchange(exchange, type: "topic")
            try await broker.control("add_user", user, "secret")
            try await broker.control("set_permissions", user, "", ".*", ".*")
            var address = broker.address.with(password: "secret")
            address.user = user
            var topology = Topology()
            topology.consume(
                queue, type: .quorum, dead: queue + ".dead",
                from: [ExchangeBinding(exchange: ExchangeDeclaration(name: exchange), key: "#")])
            let consumer = try ConsumerUnderTest([address], topology)
            _ = try await consumer.ready()
        }
    }
}
