import AMQP
import ArgumentParser
import Configuration
import Foundation
import Logging
import Messages
import RabbitMQ
import UnixSignals
import Values

/// `bpmn-bridge watch`: what comes out, live.
struct Watch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what the bridge publishes, live, one line each.",
        discussion: """
            Listens on the exchanges of the outbound routes with a queue of its own, which goes when the command ends: \
            nobody else misses a message for it. Columns: time, process, instance, sequence, event, payload. \
            Ends with Ctrl-C.
            """)

    @OptionGroup var configuration: ConfigurationOption

    @Option(help: "Only publications whose routing key matches this topic pattern, such as shop.#")
    var key = "#"

    @Option(help: "End after so many publications.", transform: Amount.read)
    var count: Int?

    @Flag(help: "Print a JSON object a line.")
    var json = false

    func run() async throws {
        let bridge = try configuration.load()
        let queue = "bpmn-bridge.watch.\(UUID().uuidString.lowercased())"
        var topology = Topology()
        for route in bridge.outbound {
            guard let exchange = route.exchange else { continue }
            topology.publish(
                to: ExchangeDeclaration(name: exchange),
                bind: [QueueBinding(queue: QueueDeclaration(name: queue, type: .classic, isTemporary: true), key: key)])
        }
        guard !topology.queues.isEmpty else { throw failure("no outbound route names an exchange to listen on") }
        topology.consume(existing: queue)
        let (events, feed) = AsyncStream.makeStream(of: ConsumerEvent.self)
        let link = try ConsumerLink(
            settings: LinkSettings(bridge.broker, name: "bpmn-bridge watch"), topology: topology, prefetch: 100,
            logger: .silent, onEvent: { feed.yield($0) })
        let signals = Task {
            for await _ in await UnixSignalsSequence(trapping: .sigint, .sigterm) { link.close() }
        }
        defer { signals.cancel() }
        try await show(events, from: link)
    }

    private func show(_ events: AsyncStream<ConsumerEvent>, from link: ConsumerLink) async throws {
        var shown = 0
        var isWatching = false
        for await event in events {
            switch event {
            case .ready:
                isWatching = true
                note("watching; Ctrl-C ends it")
            case .delivered(let deliveries):
                for delivery in deliveries where shown < count ?? .max {
                    Terminal.sayAtOnce(json ? WatchLine.json(delivery) : WatchLine.text(delivery))
                    shown += 1
                }
                if let last = deliveries.last { link.settle(last.generation, tags: deliveries.map(\.tag)) }
                if shown >= count ?? .max { link.close() }
            // What only a person can fix is not waited for.
            case .lost(let problem, _) where !isWatching && problem.remedy == .reconnectSlowly:
                throw failure("not connected: \(problem)")
            case .lost(let problem, _): note("not connected: \(problem)")
            case .refused(let problem): throw failure("\(problem)", .configuration)
            case .warning, .drained: break
            case .stopped: return
            }
        }
    }
}
