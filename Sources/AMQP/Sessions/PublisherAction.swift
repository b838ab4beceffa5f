/// What a `PublisherSession` wants done.
package enum PublisherAction: Sendable {
    case announceBlocked(String)
    case announceUnblocked
    /// The generation is over, and with it everything unconfirmed.
    case end(LinkProblem, Farewell)
}
