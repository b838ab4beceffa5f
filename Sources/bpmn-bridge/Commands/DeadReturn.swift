import ArgumentParser
import Configuration
import Foundation
import Logging
import Messages
import Operations
import RabbitMQ
import Values

/// `bpmn-bridge dead`: what lies in the queues of dead letters.
struct Dead: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Send dead letters back to their queue, once their cause is removed.", subcommands: [DeadReturn.self])
}

/// `bpmn-bridge dead return`.
struct DeadReturn: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "return",
        abstract: "Send dead letters back to the queue that they came from, to be tried again.",
        discussion: """
            The oldest first, each confirmed by the broker before it leaves the queue of dead letters: if the command is \
            killed, a message is in both queues at worst, under the same message id, and the bridge knows it for a \
            duplicate. The headers that tell of its death are taken off. A line for each: queue, message id, type, reason.

            What dies again meanwhile is not sent again: it waits for the next call. The bridge may run or not.

              bpmn-bridge dead return --limit 1          one, to see whether the cause is removed
              bpmn-bridge dead return --queue orders     all of this queue
            """)

    @OptionGroup var configuration: ConfigurationOption

    @Option(help: "Only to this queue; else to the queues of all inbound routes.")
    var queue: String?

    @Option(help: "No more than so many.", transform: Amount.read)
    var limit: Int?

    @Option(help: "Seconds to wait for the broker.", transform: Amount.read)
    var timeout = 10

    @Flag(help: "Print a JSON object a line.")
    var json = false

    func run() async throws {
        let bridge = try configuration.load()
        var deadLetters: TextTable<[String]> = [:]
        for route in bridge.inbound where queue == nil || queue == route.queue {
            if deadLetters[route.dead]?.contains(route.queue) != true {
                deadLetters[route.dead, default: []].append(route.queue)
            }
        }
        if let queue, deadLetters.isEmpty {
            throw failure("no inbound route reads the queue \(queue)", .validationFailure)
        }
        let settings = LinkSettings(bridge.broker, name: "bpmn-bridge dead return")
        let mover = LetterMover(deadLetters, settings, limit: limit ?? .max, patience: .seconds(timeout))
        let problem = try await mover.run { show($0, to: $1) }
        if !json, mover.moved == 0, problem == nil { Terminal.say("there are no dead letters to send back") }
        if let problem { throw failure(problem) }
    }

    /// Told at once, also into a pipe: should the command be killed, it is known what was done.
    private func show(_ letter: Delivery, to queue: String) {
        defer { fflush(nil) }
        let line = ReturnedLine(letter, to: queue)
        if json { return Terminal.say(json: JSON.text(of: line.value)) }
        Terminal.say(line.columns.map { Visible.line($0, limit: 300) }.joined(separator: "  "))
    }
}

/// A dead letter that went back to its queue.
private struct ReturnedLine: WireObject {
    var queue = ""
    var messageID: String?
    var type: String?
    /// Why it had been a dead letter: what its headers say, whatever that is.
    var stage: Value?
    var reason: Value?

    init() {}

    init(_ letter: Delivery, to queue: String) {
        self.queue = queue
        messageID = letter.properties.messageID
        type = letter.properties.type
        stage = letter.properties.headers["x-bridge-stage"]
        reason = letter.properties.headers["x-bridge-reason"]
    }

    static let fields: [WireField<Self>] = [
        .always("queue", \.queue, .text), .maybe("message_id", \.messageID, .text), .maybe("type", \.type, .text),
        .maybe("stage", \.stage, .any), .maybe("reason", \.reason, .any),
    ]

    var columns: [String] {
        [queue, messageID ?? "-", type ?? "-", reason.map { $0.asString ?? JSON.text(of: $0) } ?? "-"]
    }
}
