import Messages
import TestKit
import Testing
import Values

@testable import AMQP
@testable import RabbitMQ

@Suite("A name with several addresses")
struct PlacesTests {
    /// The name stands for these ports of loopback, in this order.
    private func settings(_ ports: [Int], connect: Duration = .seconds(2), answer: Duration = .seconds(4)) async throws
        -> LinkSettings
    {
        var address = try await TestBroker.shared().address
        address.host = "several.test"
        var settings = LinkSettings.forTests([address])
        settings.connectTimeout = connect
        settings.answerTimeout = answer
        settings.lookUp = { (_, _) throws(LinkProblem) in
            var places: [HostAddress] = []
            for port in ports { places += try HostAddress.lookUp("127.0.0.1", port: port) }
            return places
        }
        return settings
    }

    @Test(
        "is reached though what comes before the good one swallows everything, whatever that is",
        .timeLimit(.minutes(5)), arguments: Swallower.Way.allCases)
    func swallowed(way: Swallower.Way) async throws {
        let hole = try Swallower(way)
        let port = try await TestBroker.shared().address.port
        let publisher = try PublisherUnderTest(try await settings([hole.port, port]))
        _ = try await publisher.ready()
        #expect(publisher.events.all.count == 1, "in one round")
    }

    @Test("is reached behind several, each of another kind", .timeLimit(.minutes(5)))
    func several() async throws {
        let holes = try Swallower.Way.allCases.map { try Swallower($0) }
        let babbler = try Babbler()
        let port = try await TestBroker.shared().address.port
        let publisher = try PublisherUnderTest(try await settings(holes.map(\.port) + [babbler.port, port]))
        _ = try await publisher.ready()
        #expect(publisher.events.all.count == 1, "in one round")
    }

    @Test("the one that worked comes first from then on", .timeLimit(.minutes(5)))
    func remembered() async throws {
        // At an address of its own: a port that another test has given back may be asked by what it leaves behind.
        let hole = try Swallower(.mute, address: 77)
        let proxy = try FaultProxy(to: try await TestBroker.shared().address)
        // Behind the login, the channel and its mode come publications.
        proxy.resetNext(at: FaultProxy.Point(.toBroker, frames: 5, bytes: 1))
        var settings = try await settings([], connect: .seconds(10), answer: .seconds(20))
        let (holePort, proxyPort) = (hole.port, proxy.port)
        settings.lookUp = { (_, _) throws(LinkProblem) in
            try HostAddress.lookUp("127.0.0.77", port: holePort) + HostAddress.lookUp("127.0.0.1", port: proxyPort)
        }
        let publisher = try PublisherUnderTest(settings)
        let generation = try await publisher.ready()
        let asked = hole.arrivals()
        #expect(asked > 0, "it came first, in the order of the addresses")
        #expect(publisher.publish([Publication("1", to: Unique.name())], generation: generation))
        _ = try await publisher.ready(2)
        #expect(hole.arrivals() == asked, "and was not asked again")
    }

    @Test("where none answers, each is told with its reason", .timeLimit(.minutes(5)))
    func none() async throws {
        let (silent, closed) = (try Swallower(.silent), try Swallower(.closed))
        let publisher = try PublisherUnderTest(try await settings([silent.port, closed.port]))
        let problem = try await publisher.lost()
        #expect(problem.kind == .unreachable)
        #expect(problem.text.contains("none of the 2 addresses of") && problem.text.contains("several.test"))
        #expect(problem.text.contains("does not answer") && problem.text.contains("nothing listens there"))
    }

    @Test("What the broker itself refuses is not asked at its other addresses", .timeLimit(.minutes(5)))
    func refused() async throws {
        let port = try await TestBroker.shared().address.port
        var settings = try await settings([port, port])
        settings.addresses[0].password = "wrong"
        #expect(try await PublisherUnderTest(settings).lost().kind == .credentialsRefused)
    }

    @Test("A name that does not exist is told as that")
    func unknown() {
        let problem = #expect(throws: LinkProblem.self) { try HostAddress.lookUp("nowhere.invalid", port: 5672) }
        #expect(problem?.text.contains("nowhere.invalid") == true)
    }
}
