/// How long the broker's answers about consumers are waited for.
///
/// Heartbeats show that the broker lives; that it still serves this channel only its answers do.
struct AnswerPatience: Sendable {
    /// How long a broker that serves others is waited for.
    private static let withServing = Duration.milliseconds(500)

    private let timeout: Duration
    /// Since when an answer is waited for while nothing at all comes.
    private var silentSince: ContinuousClock.Instant?

    init(_ timeout: Duration) { self.timeout = timeout }

    mutating func somethingCame() { silentSince = nil }

    /// - Parameters:
    ///   - isWaiting: an answer is due, and what comes is read.
    ///   - first: the state of the first answers, if those are waited for.
    /// - Returns: why it is waited no longer.
    mutating func timePassed(
        _ now: ContinuousClock.Instant, isWaiting: Bool, _ first: ConsumerPhase.FirstAnswers?
    ) -> LinkProblem? {
        guard isWaiting else {
            silentSince = nil
            return nil
        }
        guard let since = silentSince else {
            silentSince = now
            return nil
        }
        let text = "the broker has not answered about a consumer, nor sent anything else, for"
        if case .overdue(let servesSince) = first, now >= max(since, servesSince) + Self.withServing {
            return LinkProblem(
                .consumerUnanswered, "\(text) \(Self.withServing), though it answers others: it is asked again")
        }
        return now >= since + timeout ? LinkProblem(.consumerStalled, "\(text) \(timeout)") : nil
    }
}
