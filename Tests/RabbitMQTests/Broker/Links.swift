import AMQP
import Logging
import Messages
import RabbitMQ
import Synchronization
import TestKit
import Testing
import Values

/// A consuming link under test, and what it told.
final class ConsumerUnderTest: Sendable {
    let link: ConsumerLink
    let events = Recorder<ConsumerEvent>()

    convenience init(
        _ addresses: [BrokerAddress], _ topology: Topology, prefetch: Int = 100, caution: Caution? = nil
    ) throws {
        try self.init(.forTests(addresses), topology, prefetch: prefetch, caution: caution)
    }

    init(_ settings: LinkSettings, _ topology: Topology, prefetch: Int = 100, caution: Caution? = nil) throws {
        link = try ConsumerLink(
            settings: settings, topology: topology, prefetch: prefetch, caution: caution, logger: Logger(label: "test"),
            onEvent: { [events] in events.record($0) })
    }

    deinit { link.close() }

    var deliveries: [Delivery] {
        events.all.flatMap { event in if case .delivered(let batch) = event { batch } else { [] as [Delivery] } }
    }

    func ready(_ number: Int = 1) async throws -> Generation {
        try await events.nth(number, "ready") { if case .ready(let generation) = $0 { generation } else { nil } }
    }

    func lost(_ number: Int = 1) async throws -> LinkProblem {
        try await events.nth(number, "lost") { if case .lost(let problem, _) = $0 { problem } else { nil } }
    }

    func refused() async throws -> LinkProblem {
        try await events.first("refused") { if case .refused(let problem) = $0 { problem } else { nil } }
    }

    func warning() async throws -> String {
        try await events.first("a warning") { if case .warning(let text) = $0 { text } else { nil } }
    }

    var warnings: [String] { events.all.compactMap { if case .warning(let text) = $0 { text } else { nil } } }

    /// Waits for so many deliveries and gives all there are.
    func delivered(_ count: Int) async throws -> [Delivery] {
        try await eventually("\(count) deliveries") { deliveries.count >= count }
        return deliveries
    }

    func drained() async throws {
        _ = try await events.first("drained") { if case .drained = $0 { true } else { nil } }
    }

    func close() async throws {
        link.close()
        _ = try await events.first("stopped") { if case .stopped = $0 { true } else { nil } }
    }
}

/// A publishing link under test, and what it told.
final class PublisherUnderTest: Sendable {
    let link: PublisherLink
    let events = Recorder<PublisherEvent>()
    /// The message id of each publication, by its number.
    private let ids = Mutex<[String]>([])

    convenience init(_ addresses: [BrokerAddress], _ topology: Topology = Topology(), window: Int = 4096) throws {
        try self.init(.forTests(addresses), topology, window: window)
    }

    init(_ settings: LinkSettings, _ topology: Topology = Topology(), window: Int = 4096) throws {
        link = try PublisherLink(
            settings: settings, topology: topology, window: window, logger: Logger(label: "test"),
            onEvent: { [events] in events.record($0) })
    }

    deinit { link.close() }

    var settled: [PublicationOutcome] {
        events.all.flatMap { event in
            if case .settled(let batch) = event { batch } else { [] as [PublicationOutcome] }
        }
    }

    /// What became of each publication, by its message id.
    var outcomes: [NamedOutcome] {
        ids.withLock { ids in
            settled.map { NamedOutcome(messageID: ids[Int($0.number)], result: $0.result) }
        }
    }

    /// Gives each publication a new number and hands them over.
    func publish(_ batch: [Publication], generation: Generation) -> Bool {
        let numbered = ids.withLock { ids in
            batch.map { publication in
                ids.append(publication.properties.messageID ?? "")
                return NumberedPublication(number: Int64(ids.count - 1), publication: publication)
            }
        }
        return link.publish(numbered, generation: generation)
    }

    func ready(_ number: Int = 1) async throws -> Generation {
        try await events.nth(number, "ready") { if case .ready(let generation) = $0 { generation } else { nil } }
    }

    func lost(_ number: Int = 1) async throws -> LinkProblem {
        try await events.nth(number, "lost") { if case .lost(let problem, _) = $0 { problem } else { nil } }
    }

    func refused() async throws -> LinkProblem {
        try await events.first("refused") { if case .refused(let problem) = $0 { problem } else { nil } }
    }

    func warning() async throws -> String {
        try await events.first("a warning") { if case .warning(let text) = $0 { text } else { nil } }
    }

    func isLost(after generation: Generation) -> Bool {
        let later = events.all.drop { if case .ready(generation) = $0 { false } else { true } }
        return later.contains { if case .lost = $0 { true } else { false } }
    }

    /// Waits for so many outcomes and gives all there are.
    func settled(_ count: Int) async throws -> [NamedOutcome] {
        try await eventually("\(count) outcomes") { outcomes.count >= count }
        return outcomes
    }
}

/// What became of a publication, by its message id.
struct NamedOutcome: Sendable, Hashable {
    var messageID: String
    var result: PublicationOutcome.Result
}

extension LinkSettings {
    static func forTests(_ addresses: [BrokerAddress]) -> LinkSettings {
        LinkSettings(
            addresses: addresses, heartbeat: .seconds(5), connectTimeout: .seconds(2), answerTimeout: .seconds(5),
            connectionName: "test", backoff: Backoff(first: .milliseconds(50), longest: .milliseconds(400)))
    }
}

extension BrokerAddress {
    func through(_ proxy: FaultProxy) -> BrokerAddress {
        var address = self
        address.port = proxy.port
        return address
    }
}

extension Topology {
    static func consuming(_ queues: String..., type: QueueType = .classic) -> Topology {
        var topology = Topology()
        for queue in queues { topology.consume(queue, type: type, dead: queue + ".dead") }
        return topology
    }
}
