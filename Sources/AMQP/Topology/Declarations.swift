package import Values

extension ExchangeDeclaration {
    /// Whether one that differs in the broker's words still does what this one should: it may have arguments, such as an
    /// alternate exchange.
    package func isGoodEnough(_ text: String) -> Bool {
        !["'type'", "'durable'", "'auto_delete'", "'internal'"].contains { text.contains("inequivalent arg " + $0) }
    }
}

extension QueueDeclaration {
    /// What it is declared with.
    package var arguments: TextTable<Value> {
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
