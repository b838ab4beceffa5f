import AMQP
import Messages
import RabbitMQ
import TestKit
import Testing
import Values

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
        #expect(publisher.publish(batch, generation: generation))
        let outcomes = try await publisher.settled(1000)
        #expect(outcomes.allSatisfy { $0.result == .confirmed })
        #expect(TextSet(outcomes.map(\.messageID)).count == 1000)
        let arrived = try client.drain(queue)
        #expect(arrived.map(\.text) == (1...1000).map { "\($0)" })
        #expect(arrived.first?.properties.messageID == "id-1")
    }

    @Test("What no queue takes is returned, with the broker's reason, and does not hold up the others")
    func unroutable() async throws {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let queue = Unique.name()
        try client.declareQueue(queue)
        let publisher = try PublisherUnderTest([broker.address])
        let generation = try await publisher.ready()
        let batch = (1...20).map { Publication("id-\($0)", to: $0 % 2 == 0 ? queue : "nowhere-\(queue)") }
        #expect(publisher.publish(batch, generation: generation))
        let outcomes = try await publisher.settled(20)
        for outcome in outcomes {
            let isEven = outcome.messageID.last.flatMap(\.wholeNumberValue).map { $0 % 2 == 0 }
            #expect(outcome.result == (isEven == true ? .confirmed : .returned(code: 312, text: "NO_ROUTE")))
        }
        #expect(TextSet(outcomes.map(\.messageID)).count == 20)
    }

    @Test("Publications with one id are told apart: by number when confirmed, by where they went when returned")
    func oneID() async throws {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let queue = Unique.name()
        try client.declareQueue(queue)
        let publisher = try PublisherUnderTest([broker.address])
        let generation = try await publisher.ready()
        let batch = (0..<40).map { number in
            let queue = number % 4 == 3 ? "nowhere-\(queue)" : queue
            return NumberedPublication(
                number: Int64(1000 - number), publication: Publication("same", to: queue, body: "\(number)"))
        }
        #expect(publisher.link.publish(batch, generation: generation))
        try await eventually("40 outcomes") { publisher.settled.count == 40 }
        for outcome in publisher.settled {
            let isRouted = (1000 - outcome.number) % 4 != 3
            #expect(outcome.result == (isRouted ? .confirmed : .returned(code: 312, text: "NO_ROUTE")))
        }
        #expect(Set(publisher.settled.map(\.number)) == Set(batch.map(\.number)))
        #expect(try client.drain(queue).count == 30)
    }

    @Test("What a full queue refuses is nacked")
    func nacked() async throws {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let queue = Unique.name()
        try client.declareQueue(queue, arguments: ["x-max-length": 1, "x-overflow": "reject-publish"])
        let publisher = try PublisherUnderTest([broker.address])
        let generation = try await publisher.ready()
        #expect(publisher.publish([Publication("a", to: queue)], generation: generation))
        _ = try await publisher.settled(1)
        #expect(publisher.publish([Publication("b", to: queue)], generation: generation))
        #expect(try await publisher.settled(2).map(\.result) == [.confirmed, .nacked])
    }

    @Test("A publication to an exchange that does not exist is found out and the others go on")
    func missingExchange() async throws {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let queue = Unique.name()
        try client.declareQueue(queue)
        let publisher = try PublisherUnderTest([broker.address])
        var open = ["a", "b", "c", "d", "e", "f"]
        var round = 0
        while !open.isEmpty {
            round += 1
            try #require(round < 5)
            let generation = try await publisher.ready(round)
            let batch = open.map { Publication($0, to: queue, exchange: $0 == "d" ? "none-\(queue)" : "") }
            #expect(publisher.publish(batch, generation: generation))
            try await eventually("settled or lost") {
                open.removeAll { id in publisher.outcomes.contains { $0.messageID == id } }
                return open.isEmpty || publisher.isLost(after: generation)
            }
        }
        // Very many of them must not make the others wait.
        #expect(try await publisher.lost().remedy == .reconnectAtOnce)
        for outcome in publisher.outcomes {
            guard outcome.messageID == "d" else {
                #expect(outcome.result == .confirmed)
                continue
            }
            guard case .unpublishable(let reason) = outcome.result else {
                Issue.record("the guilty one is \(outcome.result)")
                continue
            }
            #expect(reason.contains("404"))
        }
        #expect(TextSet(try client.drain(queue).compactMap(\.properties.messageID)) == ["a", "b", "c", "e", "f"])
    }

    @Test("What AMQP cannot carry is refused before it is sent, and the link stays up")
    func unpublishable() async throws {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let queue = Unique.name()
        try client.declareQueue(queue)
        var settings = LinkSettings.forTests([broker.address])
        settings.bodyLimit = 1000
        let publisher = try PublisherUnderTest(settings)
        let generation = try await publisher.ready()
        let long = String(repeating: "ä", count: 128)
        var nested = Value.int(1)
        for _ in 0..<20 { nested = .list([nested]) }
        var bad = (0..<9).map { Publication("bad-\($0)", to: queue) }
        bad[0].routingKey = long
        bad[1].exchange = long
        bad[2].properties.correlationID = long
        bad[3].properties.headers["x"] = nested
        bad[4].properties.headers["x"] = .string(String(repeating: "x", count: 200_000))
        bad[5].properties.headers[long] = 1
        bad[6].body = [UInt8](repeating: 1, count: 1001)
        bad[7].propertyList = EveryField.list().dropLast()
        bad[8].propertyList = Poison.list { $0.table(["x": .string(String(repeating: "x", count: 131_050))]) }
        var encoded = Publication("good", to: queue)
        encoded.propertyList = PropertyList(encoded.properties).encoded
        let batch = bad + [encoded, Publication("good", to: queue)]
        #expect(publisher.publish(batch, generation: generation))
        let outcomes = try await publisher.settled(11)
        for outcome in outcomes where outcome.messageID != "good" {
            guard case .unpublishable = outcome.result else {
                Issue.record("\(outcome)")
                continue
            }
        }
        #expect(outcomes.suffix(2).allSatisfy { $0 == NamedOutcome(messageID: "good", result: .confirmed) })
        #expect(try client.depth(of: queue) == 2)
    }

    @Test("Beyond the window nothing is taken, and an older generation's publications are forgotten")
    func windowAndGenerations() async throws {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let queue = Unique.name()
        try client.declareQueue(queue)
        let publisher = try PublisherUnderTest([broker.address], window: 3)
        let generation = try await publisher.ready()
        #expect(!publisher.publish((1...4).map { Publication("\($0)", to: queue) }, generation: generation))
        #expect(publisher.publish([Publication("old", to: queue)], generation: Generation(99)))
        #expect(publisher.publish((1...3).map { Publication("\($0)", to: queue) }, generation: generation))
        _ = try await publisher.settled(3)
        #expect(try client.drain(queue).compactMap(\.properties.messageID) == ["1", "2", "3"])
    }

    @Test("Stopping settles what was handed over, and takes nothing more")
    func stop() async throws {
        let broker = try await TestBroker.shared()
        let client = try TestClient(broker.address)
        let queue = Unique.name()
        try client.declareQueue(queue)
        let publisher = try PublisherUnderTest([broker.address])
        let generation = try await publisher.ready()
        #expect(publisher.publish((1...500).map { Publication("\($0)", to: queue) }, generation: generation))
        publisher.link.stop()
        _ = try await publisher.events.first("stopped") { if case .stopped = $0 { true } else { nil } }
        #expect(publisher.outcomes.count == 500)
        #expect(!publisher.publish([Publication("late", to: queue)], generation: generation))
        #expect(try client.depth(of: queue) == 500)
    }
}
