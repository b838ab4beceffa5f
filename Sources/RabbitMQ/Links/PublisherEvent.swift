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

/// What became of one publication.
package struct PublicationOutcome: Sendable, Hashable {
    package enum Result: Sendable, Hashable {
        case confirmed
        /// No queue took it (the broker confirms such a publication all the same).
        case returned(code: Int, text: String)
        /// The broker or a queue could not take it now.
        case nacked
        /// It can never be sent: larger than the broker takes, a name too long, headers too deep.
        case unpublishable(String)
    }

    /// The number that came with the publication.
    package var number: Int64
    package var result: Result

    package init(number: Int64, result: Result) {
        self.number = number
        self.result = result
    }
}
