import AMQP
import Messages
import Values

/// Makes sure of a topology on a connection that does nothing else yet.
struct TopologySetup {
    let topology: Topology
    private var hasRun = false
    private var isDoubtful = false
    /// Whether a queue that is consumed has a delivery limit that a few unclean ends reach.
    private(set) var isTight = false
    /// What was told once is not told again.
    private var told: TextSet = []
    /// Exchanges that differ, and that was told.
    private var taken: TextSet = []

    init(_ topology: Topology) { self.topology = topology }

    /// Whether nothing has to be made sure of on a new connection: it was on an earlier one, and no queue went with it.
    var isDone: Bool { hasRun && !isDoubtful && !topology.queues.contains(where: \.isTemporary) }

    /// Something turned out to be missing.
    mutating func doubt() { isDoubtful = true }

    /// Gives warnings about what exists and differs, each once in a process's life.
    mutating func run(on connection: Connection) throws(LinkProblem) -> [String] {
        var warnings: [String] = []
        for exchange in topology.exchanges {
            if let warning = try declare(exchange, connection) { warnings.append(warning) }
        }
        for queue in topology.queues { try declare(queue, connection, &warnings) }
        for binding in topology.bindings { try bind(binding, connection) }
        if !hasRun {
            for queue in topology.consumed where try connection.countConsumers(of: queue) > 0 {
                warnings.append(
                    "others take from the queue \(queue), too: what they are given never reaches this bridge, and of two "
                        + "bridges each knows its own instances only. Let one bridge have a queue for itself")
            }
        }
        (hasRun, isDoubtful) = (true, false)
        return warnings.filter { told.insert($0).inserted }
    }

    private mutating func declare(
        _ exchange: ExchangeDeclaration, _ connection: Connection
    ) throws(LinkProblem) -> String? {
        if taken.contains(exchange.name), try connection.declareExchange(exchange, passive: true) == .done {
            return nil
        }
        switch try connection.declareExchange(exchange) {
        case .done: return nil
        case .different(let text):
            guard exchange.isGoodEnough(text) else {
                throw LinkProblem(
                    .topologyRefused,
                    "the exchange \(exchange.name) exists and is not a durable one of type \(exchange.type): \(text)")
            }
            taken.insert(exchange.name)
            return "the exchange \(exchange.name) is taken as it is, though it differs from the configuration: \(text)"
        case .missing, .locked:
            throw LinkProblem(.closedByBroker, "the exchange \(exchange.name) could not be declared")
        case .forbidden(let text):
            // Who may not declare may still use what others declared.
            if try connection.declareExchange(exchange, passive: true) == .done { return nil }
            throw LinkProblem(
                .permissionMissing, "the exchange \(exchange.name) is missing and may not be declared: \(text)")
        }
    }

    private mutating func declare(
        _ queue: QueueDeclaration, _ connection: Connection, _ warnings: inout [String]
    ) throws(LinkProblem) {
        switch try connection.lookUpQueue(queue.name) {
        // The broker logs an error for each difference it is asked for.
        case .done: if !hasRun || isDoubtful { try survey(queue, connection, &warnings) }
        case .different(let text): warnings.append("the queue \(queue.name) is taken as it is: \(text)")
        case .forbidden(let text):
            throw LinkProblem(.permissionMissing, "the queue \(queue.name) may not be looked up: \(text)")
        case .locked: throw queue.lockedByAnother
        case .missing: try create(queue, connection, &warnings)
        }
    }

    private mutating func survey(
        _ queue: QueueDeclaration, _ connection: Connection, _ warnings: inout [String]
    ) throws(LinkProblem) {
        if queue.isTemporary { return }
        let report = try QueueSurvey(queue, of: topology).run(on: connection)
        isTight = isTight || report.isTight
        if let refusal = report.refusal {
            throw LinkProblem(.topologyRefused, refusal)
        }
        if let difference = report.difference {
            warnings.append(
                "the queue \(queue.name) is taken as it is, though it differs from the configuration: \(difference)")
        }
        for loss in report.losses { warnings.append("messages of the queue \(queue.name) can be lost: \(loss)") }
    }

    private mutating func create(
        _ queue: QueueDeclaration, _ connection: Connection, _ warnings: inout [String]
    ) throws(LinkProblem) {
        switch try connection.declareQueue(queue) {
        case .done: return
        // Somebody else declared it in between.
        case .different: try survey(queue, connection, &warnings)
        case .missing: throw LinkProblem(.closedByBroker, "the queue \(queue.name) could not be declared")
        case .locked: throw queue.lockedByAnother
        case .forbidden(let text):
            throw LinkProblem(.permissionMissing, "the queue \(queue.name) is missing and may not be declared: \(text)")
        }
    }

    private func bind(_ binding: Binding, _ connection: Connection) throws(LinkProblem) {
        let what = "the queue \(binding.queue) could not be bound to the exchange \(binding.exchange)"
        switch try connection.bind(binding) {
        case .done: return
        case .missing: throw LinkProblem(.closedByBroker, "\(what): one of them is gone")
        case .different(let text): throw LinkProblem(.closedByBroker, "\(what): \(text)")
        case .locked: throw LinkProblem(.permissionMissing, "\(what): another connection has the queue for itself")
        case .forbidden(let text): throw LinkProblem(.permissionMissing, "\(what): \(text)")
        }
    }
}

extension QueueDeclaration {
    fileprivate var lockedByAnother: LinkProblem {
        LinkProblem(
            .permissionMissing,
            "the queue \(name) is exclusive: it belongs to another connection, which alone can use it, and it goes with that "
                + "connection, with all its messages. Let the bridge have another queue")
    }
}
