package import Messages

/// What a `ConsumerSession` wants done.
package enum ConsumerAction: Sendable {
    case consume(queue: String, consumer: String)
    case cancel(consumer: String)
    /// Counts for the consumers that begin after it.
    case setPrefetch(Int)
    case acknowledge(Acknowledgement)
    case announceReady
    case deliver([Delivery])
    /// Stopped, and all that the broker had sent is handed over.
    case announceDrained
    /// The generation is over.
    case end(LinkProblem, Farewell)
}

/// How a connection is left.
package enum Farewell: Sendable, Hashable {
    /// The link is healthy: close it as the protocol has it.
    case close
    /// The broker closed the connection and waits for our close-ok.
    case answerClose
    /// The link is broken, or cannot be trusted.
    case drop
}
