/// How a queue of ours is kept by the broker.
package enum QueueType: String, Sendable, Hashable, CaseIterable {
    case classic, quorum
}

/// A queue as we declare it if it does not exist; one that exists is taken as it is.
package struct QueueDeclaration: Sendable, Hashable {
    package var name: String
    package var type: QueueType
    /// The queue that what the broker gives up on goes to; only for quorum queues, which have a delivery limit.
    package var deadLetterQueue: String?
    /// Lives as long as the connection that declares it, and is seen by it only.
    package var isTemporary: Bool

    package init(name: String, type: QueueType, deadLetterQueue: String? = nil, isTemporary: Bool = false) {
        self.name = name
        self.type = type
        self.deadLetterQueue = deadLetterQueue
        self.isTemporary = isTemporary
    }
}

/// An exchange as we declare it: durable. One that exists with another type is a permanent refusal.
package struct ExchangeDeclaration: Sendable, Hashable {
    package var name: String
    /// `topic`, `direct`, `fanout`, `headers`, or what a plugin offers.
    package var type: String

    package init(name: String, type: String = "topic") {
        self.name = name
        self.type = type
    }
}

/// What brings messages from an exchange to a queue.
package struct Binding: Sendable, Hashable {
    package var queue: String
    package var exchange: String
    package var key: String

    package init(queue: String, exchange: String, key: String) {
        self.queue = queue
        self.exchange = exchange
        self.key = key
    }
}

/// What a link makes sure of at the broker each time it connects, in this order.
package struct Topology: Sendable, Hashable {
    package var exchanges: [ExchangeDeclaration]
    package var queues: [QueueDeclaration]
    package var bindings: [Binding]
    /// The queues a `ConsumerLink` consumes from; a `PublisherLink` does not look at them.
    package var consumed: [String]

    package init(
        exchanges: [ExchangeDeclaration] = [], queues: [QueueDeclaration] = [], bindings: [Binding] = [],
        consumed: [String] = []
    ) {
        self.exchanges = exchanges
        self.queues = queues
        self.bindings = bindings
        self.consumed = consumed
    }

    /// Adds an inbound route's queue, its dead letters, and the exchanges it is bound to. Adding twice is adding once.
    package mutating func consume(
        _ queue: String, type: QueueType, dead: String,
        from bindings: [(exchange: ExchangeDeclaration, key: String)] = []
    ) {
        add(QueueDeclaration(name: dead, type: type))
        add(QueueDeclaration(name: queue, type: type, deadLetterQueue: type == .quorum ? dead : nil))
        if !consumed.contains(queue) { consumed.append(queue) }
        for (exchange, key) in bindings {
            add(exchange)
            add(Binding(queue: queue, exchange: exchange.name, key: key))
        }
    }

    /// Adds an outbound route's exchange, and the queues bound to it for set-ups without a consumer of their own.
    package mutating func publish(
        to exchange: ExchangeDeclaration, bind queues: [(queue: QueueDeclaration, key: String)] = []
    ) {
        add(exchange)
        for (queue, key) in queues {
            add(queue)
            add(Binding(queue: queue.name, exchange: exchange.name, key: key))
        }
    }

    private mutating func add(_ exchange: ExchangeDeclaration) {
        // The default exchange exists, is bound to every queue, and may not be declared.
        if !exchange.name.isEmpty && !exchanges.contains(exchange) { exchanges.append(exchange) }
    }

    private mutating func add(_ queue: QueueDeclaration) {
        if !queues.contains(where: { $0.name == queue.name }) { queues.append(queue) }
    }

    private mutating func add(_ binding: Binding) {
        if !binding.exchange.isEmpty && !bindings.contains(binding) { bindings.append(binding) }
    }
}
