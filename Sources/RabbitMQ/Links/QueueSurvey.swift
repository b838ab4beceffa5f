import AMQP
import Messages
import Values

/// Asks a broker what a queue that exists is like: it declares the queue as configured, and then as the broker says that
/// it differs, until the broker agrees. A queue that exists is not changed by that.
struct QueueSurvey {
    /// More arguments than there are.
    private static let attempts = 24

    /// What is worth telling, and why it cannot be consumed.
    struct Report: Sendable, Hashable {
        var difference: String?
        var losses: [String] = []
        var refusal: String?
        /// The bridge consumes it, and the broker gives up on its messages after a few deliveries.
        var isTight = false
    }

    let queue: QueueDeclaration
    /// Whether the bridge consumes it, or keeps its dead letters there.
    let isOurs: Bool
    let isConsumed: Bool

    init(_ queue: QueueDeclaration, of topology: Topology) {
        self.queue = queue
        isConsumed = topology.consumes(queue.name)
        isOurs = !topology.consumed.isEmpty
    }

    func run(on connection: Connection) throws(LinkProblem) -> Report {
        var traits = QueueTraits(queue)
        var report = Report()
        for _ in 0..<Self.attempts {
            switch try connection.declareQueue(queue.name, as: traits) {
            case .different(let text):
                if traits.learn(text) { continue }
                report.difference = (traits.differences + [text]).joined(separator: "; ")
            case .forbidden:
                report.losses = [
                    "this user may not declare it, so the broker does not tell what it is like; a stream, a limit or a time to "
                        + "live would lose messages"
                ]
                return isOurs ? report : Report()
            case .done, .missing, .locked: break
            }
            break
        }
        if report.difference == nil && !traits.differences.isEmpty {
            report.difference = traits.differences.joined(separator: "; ")
        }
        guard isOurs else { return report }
        if isConsumed {
            report.refusal = traits.refusal(of: queue.name)
            report.isTight = traits.tightDeliveryLimit != nil
        }
        try addLosses(traits, connection, &report)
        return report
    }

    private func addLosses(
        _ traits: QueueTraits, _ connection: Connection, _ report: inout Report
    ) throws(LinkProblem) {
        let missing = try missingDeadLetterTarget(traits, connection)
        report.losses = traits.losses(losesDeadLetters: missing != nil)
        if let missing {
            report.losses.append(
                "what the broker gives up on is dropped: its dead letters go to \(missing), which is not there")
        } else if isConsumed, traits.type == "quorum", traits.text("x-dead-letter-exchange") == nil {
            let target = queue.deadLetterQueue.map { " to \($0)" } ?? ""
            let limit = connection.majorVersion ?? 0 >= 4 ? " (from RabbitMQ 4 on 20 times, unless set otherwise)" : ""
            report.losses.append(
                "without a dead-letter exchange the broker drops what it gives up on, a message that was "
                    + "delivered too often\(limit): let the queue dead-letter\(target), by a policy or by declaring "
                    + "it again")
        }
    }

    /// Where its dead letters should go, if that does not exist.
    private func missingDeadLetterTarget(
        _ traits: QueueTraits, _ connection: Connection
    ) throws(LinkProblem) -> String? {
        guard let exchange = traits.text("x-dead-letter-exchange") else { return nil }
        if !exchange.isEmpty {
            let declaration = ExchangeDeclaration(name: exchange)
            let isMissing = try connection.declareExchange(declaration, passive: true) == .missing
            return isMissing ? "the exchange \(exchange)" : nil
        }
        // Our own is declared before the bridge consumes.
        guard let key = traits.text("x-dead-letter-routing-key"), key != queue.deadLetterQueue else { return nil }
        return try connection.lookUpQueue(key) == .missing ? "the queue \(key)" : nil
    }
}
