package import Messages

/// What a `ConsumerLink` tells, on its own thread; whoever listens must not block.
package enum ConsumerEvent: Sendable {
    /// Deliveries of this generation follow; settlements of older ones are ignored from here on.
    case ready(Generation)
    /// What was there, in the order of each queue.
    case delivered([Delivery])
    /// Not consuming. What was not acknowledged is redelivered in a later generation.
    case lost(LinkProblem, retryIn: Duration)
    /// Not consuming, and trying again would not help: the configuration contradicts the broker.
    case refused(LinkProblem)
    /// Goes on, but a person should know.
    case warning(String)
    /// After `stop()`: all that was sent to us is delivered, or will be redelivered.
    case drained
    /// The last event, after `close()`.
    case stopped
}
