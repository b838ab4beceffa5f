/// How a queue of ours is kept by the broker.
package enum QueueType: String, Sendable, Hashable, CaseIterable {
    case quorum = "quorum"
    case classic = "classic"
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

/// An exchange that a queue is bound to.
package struct ExchangeBinding: Sendable, Hashable {
    package var exchange: ExchangeDeclaration
    package var key: String

    package init(exchange: ExchangeDeclaration, key: String) {
        self.exchange = exchange
        self.key = key
    }
}

/// A queue that is bound to an exchange.
package struct QueueBinding: Sendable, Hashable {
    package var queue: QueueDeclaration
    package var key: String

    package init(queue: QueueDeclaration, key: String) {
        self.queue = queue
        self.key = key
    }
}

/// What a link makes sure of at the broker each time it connects, in this order. Each thing is in it once, however often
/// and by however many routes it is added.
package struct Topology: Sendable {
    package private(set) var exchanges: [ExchangeDeclaration] = []
    package private(set) var queues: [QueueDeclaration] = []
    package private(set) var bindings: [Binding] = []
    /// The queues a `ConsumerLink` consumes from; a `PublisherLink` does not look at them.
    package private(set) var consumed: [String] = []
    /// What is in the lists, each under the texts that make it one: there may be very many.
    private var known: Set<Key> = []

    private struct Key: Sendable, Hashable {
        enum Kind: Sendable { case exchange, queue, binding, consumed }
        let kind: Kind
        let texts: [ExactText]
    }

    package init() {}

    /// Queues that exist, to consume from.
    package init(consumed: some Sequence<String>) {
        for queue in consumed { consume(existing: queue) }
    }

    /// Adds an inbound route's queue, its dead letters, and the exchanges it is bound to.
    package mutating func consume(
        _ queue: String, type: QueueType, dead: String,
        from bindings: [ExchangeBinding] = []
    ) {
        add(QueueDeclaration(name: dead, type: type))
        add(QueueDeclaration(name: queue, type: type, deadLetterQueue: type == .quorum ? dead : nil))
        consume(existing: queue)
        for binding in bindings {
            add(binding.exchange)
            add(Binding(queue: queue, exchange: binding.exchange.name, key: binding.key))
        }
    }

    /// Consumes from a queue that exists, or that is declared here for something else.
    package mutating func consume(existing queue: String) {
        if isNew(.consumed, queue) { consumed.append(queue) }
    }

    /// Whether a `ConsumerLink` consumes from it.
    package func consumes(_ queue: String) -> Bool {
        known.contains(Key(kind: .consumed, texts: [ExactText(queue)]))
    }

    /// Adds an outbound route's exchange, and the queues bound to it for set-ups without a consumer of their own.
    package mutating func publish(
        to exchange: ExchangeDeclaration, bind bindings: [QueueBinding] = []
    ) {
        add(exchange)
        for binding in bindings {
            add(binding.queue)
            add(Binding(queue: binding.queue.name, exchange: exchange.name, key: binding.key))
        }
    }

    private mutating func add(_ exchange: ExchangeDeclaration) {
        // The default exchange exists, is bound to every queue, and may not be declared.
        if !exchange.name.isEmpty && isNew(.exchange, exchange.name, exchange.type) { exchanges.append(exchange) }
    }

    private mutating func add(_ queue: QueueDeclaration) {
        if isNew(.queue, queue.name) { queues.append(queue) }
    }

    private mutating func add(_ binding: Binding) {
        if !binding.exchange.isEmpty && isNew(.binding, binding.queue, binding.exchange, binding.key) {
            bindings.append(binding)
        }
    }

    private mutating func isNew(_ kind: Key.Kind, _ texts: String...) -> Bool {
        known.insert(Key(kind: kind, texts: texts.map { ExactText($0) })).inserted
    }
}
