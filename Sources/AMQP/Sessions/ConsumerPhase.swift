/// What a `ConsumerSession` is doing, from its first question to its last answer.
enum ConsumerPhase: Sendable {
    /// The first consumers are begun. What arrives is held back until all of them have.
    case starting(FirstAnswers)
    case consuming
    /// All consumers are ended, to begin again with another prefetch: the broker takes that for new consumers only.
    case widening(to: Int, Withdrawal)
    /// All consumers are ended for good. What the broker sends until it knows is handed over, not given back.
    case stopping(Withdrawal)
    /// Stopped before it was ready: nobody was told of this generation, so what arrives is not handed over.
    case abandoning(FirstAnswers)
    /// All consumers have ended, and that is told.
    case drained

    /// How long the answers about the first consumers are waited for.
    enum FirstAnswers: Sendable {
        /// As long as any answer.
        case awaited
        /// An earlier connection was lost not long ago, so that a question may have been lost, too: not longer than a
        /// while after the broker is known to serve others.
        case doubted
        /// It has been known to serve others since then.
        case overdue(since: ContinuousClock.Instant)

        var areDoubted: Bool { if case .awaited = self { false } else { true } }
    }

    /// Of a session that is not ready yet.
    var firstAnswers: FirstAnswers? {
        switch self {
        case .starting(let answers), .abandoning(let answers): answers
        case .consuming, .widening, .stopping, .drained: nil
        }
    }

    /// Whether it is drained as soon as no consumer is left.
    var isEnding: Bool {
        switch self {
        case .stopping, .abandoning: true
        case .starting, .consuming, .widening, .drained: false
        }
    }

    /// How the consumers are ended, if they are.
    var withdrawal: Withdrawal? {
        switch self {
        case .widening(_, let withdrawal), .stopping(let withdrawal): withdrawal
        case .starting, .consuming, .abandoning, .drained: nil
        }
    }

    /// Goes on with the consumers' end, if they are ended.
    mutating func set(_ withdrawal: Withdrawal) {
        switch self {
        case .widening(let prefetch, _): self = .widening(to: prefetch, withdrawal)
        case .stopping: self = .stopping(withdrawal)
        case .starting, .consuming, .abandoning, .drained: break
        }
    }

    /// Somebody else's questions, asked later, have been answered.
    mutating func brokerServes(_ now: ContinuousClock.Instant) {
        switch self {
        case .starting(.doubted): self = .starting(.overdue(since: now))
        case .abandoning(.doubted): self = .abandoning(.overdue(since: now))
        case .starting, .abandoning, .consuming, .widening, .stopping, .drained: break
        }
    }
}
