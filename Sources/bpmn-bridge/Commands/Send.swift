import AMQP
import ArgumentParser
import Configuration
import Foundation
import Logging
import Messages
import RabbitMQ
import Values

/// `bpmn-bridge send`: a test message as a route expects it.
struct Send: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Publish a test message as an inbound route expects it.",
        discussion: """
            The message is persistent JSON with NAME as its type and a fresh message id, sent to the queue of the first \
            inbound route unless --queue names another, and confirmed by the broker before the command ends.

              bpmn-bridge send order_placed --payload '{"order_id": 7}' --config config/bridge.yaml
              bpmn-bridge send approve --task INSTANCE:NUMBER --payload '{"ok": true}' --config config/bridge.yaml
            """)

    @Argument(help: "The event's name.")
    var name: String

    @OptionGroup var configuration: ConfigurationOption

    @Option(help: "The payload, JSON.")
    var payload = "{}"

    @Option(help: "The queue to send to.")
    var queue: String?

    @Option(help: "The kind of event: message, signal, error, escalation or task (header x-event).")
    var event: EventKind?

    @Option(help: "The id of the instance it is for (header x-process-instance).")
    var instance: String?

    @Option(help: "The id of the task it answers (header x-correlation of its publication); its kind is task then.")
    var task: String?

    @Option(name: .customLong("message-id"), help: "The message id; sending it twice changes nothing the second time.")
    var messageID: String?

    @Option(help: "Seconds to wait for the broker.", transform: Amount.read)
    var timeout = 10

    func run() async throws {
        let bridge = try configuration.load()
        do {
            _ = try JSON.parse(Array(payload.utf8))
        } catch {
            throw failure("--payload is not JSON: \(error)", .validationFailure)
        }
        if let task, TaskID(task) == nil {
            throw failure("--task is not the id of a task, INSTANCE:NUMBER", .validationFailure)
        }
        guard let queue = queue ?? bridge.inbound.first?.route.queue else {
            throw failure("the configuration has no inbound route; name a queue with --queue", .validationFailure)
        }
        let publication = publication(to: queue)
        let settings = LinkSettings(bridge.broker, name: "bpmn-bridge send")
        switch try await deliver(publication, with: settings) {
        case .confirmed: Terminal.say("sent \(name) to \(queue) as \(publication.properties.messageID ?? "")")
        case .returned: throw failure("there is no queue \(queue) at the broker; has the bridge run once?")
        case .nacked: throw failure("the broker refused it: the queue \(queue) is full")
        case .unpublishable(let reason): throw failure(reason)
        }
    }

    private func publication(to queue: String) -> Publication {
        var properties = MessageProperties()
        properties.contentType = "application/json"
        properties.deliveryMode = 2
        properties.type = name
        properties.messageID = messageID ?? UUID().uuidString.lowercased()
        properties.timestamp = UInt64(Date.now.timeIntervalSince1970)
        if let kind = event ?? (task == nil ? nil : .task) { properties.headers["x-event"] = .string(kind.rawValue) }
        if let task = task.flatMap({ TaskID($0) }) {
            properties.headers["x-correlation"] = .dict(task.correlations.mapValues { .dict($0) })
        }
        if let instance { properties.headers["x-process-instance"] = .string(instance) }
        return Publication(exchange: "", routingKey: queue, properties: properties, body: Array(payload.utf8))
    }

    private func deliver(
        _ publication: Publication, with settings: LinkSettings
    ) async throws -> PublicationOutcome.Result {
        let (events, feed) = AsyncStream.makeStream(of: PublisherEvent.self)
        let link = try PublisherLink(
            settings: settings, topology: Topology(), window: 1, logger: .silent, onEvent: { feed.yield($0) })
        defer { link.close() }
        let patience = Task {
            try await Task.sleep(for: .seconds(timeout))
            feed.finish()
        }
        defer { patience.cancel() }
        var problem = "no answer"
        for await event in events {
            switch event {
            case .ready(let generation):
                _ = link.publish([NumberedPublication(number: 0, publication: publication)], generation: generation)
            case .settled(let outcomes): if let outcome = outcomes.first { return outcome.result }
            case .lost(let lost, _), .refused(let lost): problem = "\(lost)"
            case .blocked(let reason): problem = "the broker takes nothing for now: \(reason)"
            case .unblocked, .warning, .stopped: break
            }
        }
        throw failure("not confirmed within \(timeout) s: \(problem)")
    }
}

extension EventKind: ExpressibleByArgument {}
