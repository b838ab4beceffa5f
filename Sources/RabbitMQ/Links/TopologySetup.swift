import Events

/// Makes sure of a topology on a connection that does nothing else yet.
struct TopologySetup {
    let topology: Topology
    /// Differences are looked for once in a process's life: the broker logs an error for each.
    private var hasCompared = false
    /// Exchanges that differ, and that was told.
    private var taken: TextSet = []

    init(_ topology: Topology) { self.topology = topology }

    /// Gives warnings about what exists and differs.
    mutating func run(on connection: Connection) throws(LinkProblem) -> [String] {
        var warnings: [String] = []
        for exchange in topology.exchanges {
            if let warning = try declare(exchange, connection) { warnings.append(warning) }
        }
        for queue in topology.queues {
            if let warning = try declare(queue, connection) { warnings.append(warning) }
        }
        for binding in topology.bindings { try bind(binding, connection) }
        if !hasCompared {
            for queue in topology.consumed where try connection.countConsumers(of: queue) > 0 {
                warnings.append(
                    "others take from the queue \(queue), too: what they are given never reaches this bridge, and of two "
                        + "bridges each knows its own instances only. Let one bridge have a queue for itself")
            }
        }
        hasCompared = true
        return warnings
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
        case .missing: throw LinkProblem(.closedByBroker, "the exchange \(exchange.name) could not be declared")
        case .forbidden(let text):
            // Who may not declare may still use what others declared.
            if try connection.declareExchange(exchange, passive: true) == .done { return nil }
            throw LinkProblem(
                .permissionMissing, "the exchange \(exchange.name) is missing and may not be declared: \(text)")
        }
    }

    private func declare(_ queue: QueueDeclaration, _ connection: Connection) throws(LinkProblem) -> String? {
        switch try connection.lookUpQueue(queue.name) {
        case .done:
            if hasCompared { return nil }
            guard case .different(let text) = try connection.declareQueue(queue) else { return nil }
            return "the queue \(queue.name) is taken as it is, though it differs from the configuration: "
                + queue.explained(text)
        case .different(let text):
            return "the queue \(queue.name) is taken as it is: " + queue.explained(text)
        case .forbidden(let text):
            throw LinkProblem(.permissionMissing, "the queue \(queue.name) may not be looked up: \(text)")
        case .missing: return try create(queue, connection)
        }
    }

    private func create(_ queue: QueueDeclaration, _ connection: Connection) throws(LinkProblem) -> String? {
        switch try connection.declareQueue(queue) {
        case .done: return nil
        // Somebody else declared it in between.
        case .different(let text): return "the queue \(queue.name) is taken as it is: " + queue.explained(text)
        case .missing: throw LinkProblem(.closedByBroker, "the queue \(queue.name) could not be declared")
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
        case .forbidden(let text): throw LinkProblem(.permissionMissing, "\(what): \(text)")
        }
    }
}

extension ExchangeDeclaration {
    /// Whether one that differs in the broker's words still does what this one should: it may have arguments, such as an
    /// alternate exchange.
    func isGoodEnough(_ text: String) -> Bool {
        !["'type'", "'durable'", "'auto_delete'", "'internal'"].contains { text.contains("inequivalent arg " + $0) }
    }
}

extension QueueDeclaration {
    /// The broker's words about a difference, and what follows from it.
    func explained(_ text: String) -> String {
        guard let deadLetterQueue, text.contains("'x-dead-letter-exchange'"), text.contains("current is none") else {
            return text
        }
        return text + ". Without it the broker drops what it gives up on, a message that was delivered too often: "
            + "let the queue dead-letter to \(deadLetterQueue), by a policy or by declaring it anew"
    }

    var arguments: TextTable<Value> {
        var arguments: TextTable<Value> = ["x-queue-type": .string(type.rawValue)]
        if type == .quorum, let deadLetterQueue {
            arguments["x-dead-letter-exchange"] = ""
            arguments["x-dead-letter-routing-key"] = .string(deadLetterQueue)
            // x-dead-letter-strategy stays at its default, at-most-once: at-least-once needs overflow reject-publish,
            // which would refuse the publishers of a full queue, and what we give up on goes through our own outbox.
        }
        return arguments
    }
}
