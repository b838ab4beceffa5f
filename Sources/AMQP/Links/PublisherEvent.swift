package import Messages

/// What a `PublisherLink` tells, on its own thread; whoever listens must not block.
package enum PublisherEvent: Sendable {
    /// Takes publications for this generation.
    case ready(Generation)
    case settled([PublicationOutcome])
    /// Everything unconfirmed is forgotten: publish it again after the next `ready`.
    case lost(LinkProblem, retryIn: Duration)
    /// Trying again would not help: the configuration contradicts the broker.
    case refused(LinkProblem)
    /// The broker takes nothing at the moment (an alarm about memory or disk); what was handed over waits.
    case blocked(String)
    case unblocked
    /// Goes on, but a person should know.
    case warning(String)
    /// The last event, after `stop()` or `close()`.
    case stopped
}
