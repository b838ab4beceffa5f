import DequeModule
package import Messages
import Values

/// One generation of publishing: what waits, what is unconfirmed, what became of it. No input or output here.
package struct PublisherSession: Sendable {
    package let generation: Generation
    private let confirmTimeout: Duration
    private var waiting = Deque<NumberedPublication>()
    private var confirms = ConfirmTracker()
    private var returns = ContentAssembler<ReturnStart>(limit: 0)
    private var outcomes: [PublicationOutcome] = []
    private var isBlocked = false
    /// How many publications still go alone, each after the confirm of the one before.
    private var alone: Int
    /// Confirms cannot come while blocked, so that time does not count.
    private var patienceBegan: ContinuousClock.Instant?
    /// How often the broker has refused what it has not taken since, by number.
    private var refusals: [Int64: Int] = [:]
    /// Of those that the broker refused last.
    private var mostRefused: (publication: ConfirmTracker.Refused, times: Int)?
    /// What ended the last generation by being refused: its first outcome here says whether a new channel helps.
    private var stuck: Int64?
    /// What is declared here, so that its absence is nobody's fault but is fixed.
    private let exchanges: [String]

    /// The first publication always goes alone: a broker in an alarm says so only after it, and then stops reading,
    /// so that a whole batch could fill the socket. `suspects` more do after the broker closed a channel over one of
    /// so many publications, so that the guilty one is found and the others go on.
    init(
        generation: Generation, confirmTimeout: Duration, suspects: Int = 0, exchanges: [String] = [],
        renewal: ChannelRenewal = ChannelRenewal(), stuck: Int64? = nil
    ) {
        self.generation = generation
        self.confirmTimeout = confirmTimeout
        self.exchanges = exchanges
        self.renewal = renewal
        self.stuck = stuck
        alone = max(1, suspects)
    }

    /// That of a link's first generation.
    package init(generation: Generation, confirmTimeout: Duration, exchanges: [String]) {
        self.init(generation: generation, confirmTimeout: confirmTimeout, suspects: 0, exchanges: exchanges)
    }

    /// The session of the next generation, which knows what this one ended with.
    package func successor(_ generation: Generation) -> PublisherSession {
        PublisherSession(
            generation: generation, confirmTimeout: confirmTimeout, suspects: suspects, exchanges: exchanges,
            renewal: renewal, stuck: refusedTooOften)
    }

    /// When a channel that refuses is given up.
    private var renewal: ChannelRenewal

    /// The publication that ended this generation by being refused.
    private var refusedTooOften: Int64?

    /// This generation is over for that reason.
    package mutating func ended(_ problem: LinkProblem) {
        if problem.kind != .refusedAgainAndAgain { renewal.connectionLost() }
    }

    /// How many publications may be the reason for the broker to close the channel.
    private(set) var suspects = 0

    /// Everything the broker has not spoken about, sent or not.
    package var unsettled: Int { waiting.count + confirms.unconfirmed }

    package var mayPublish: Bool { !waiting.isEmpty && !isBlocked && (alone == 0 || confirms.unconfirmed == 0) }

    package mutating func publicationsReceived(_ batch: [NumberedPublication]) { waiting.append(contentsOf: batch) }

    /// The next to send; `sent` or `refused` must follow.
    package mutating func nextPublication() -> NumberedPublication? { mayPublish ? waiting.popFirst() : nil }

    package mutating func sent(_ publication: NumberedPublication, at now: ContinuousClock.Instant) {
        confirms.published(publication, at: now)
    }

    /// It was not sent, because the broker would close the channel over it.
    package mutating func refused(_ publication: NumberedPublication, because reason: String) {
        outcomes.append(PublicationOutcome(number: publication.number, result: .unpublishable(reason)))
    }

    package mutating func frameReceived(_ frame: consuming Frame, at now: ContinuousClock.Instant) -> PublisherAction? {
        do throws(LinkProblem) {
            switch frame {
            case .acknowledged(let tag, let multiple): try confirmed(tag, multiple, nacked: false)
            case .nacked(let tag, let multiple):
                try confirmed(tag, multiple, nacked: true)
                return refusedAgain(at: now)
            case .returned(let start): try returns.started(start)
            case .header(let header): if let content = try returns.headerReceived(header) { try returned(content) }
            case .body(let part): if let content = try returns.bodyReceived(part) { try returned(content) }
            case .blocked(let reason):
                isBlocked = true
                return .announceBlocked(reason)
            case .unblocked:
                isBlocked = false
                patienceBegan = now
                return .announceUnblocked
            case .channelClosed(let code, let text): return channelClosed(code, text)
            case .connectionClosed(let code, let text): return .end(.closed("connection", code, text), .answerClose)
            case .deliver, .consumeAnswered, .cancelAnswered, .cancelled:
                throw LinkProblem.unexpected("a consumer's method on a publishing channel")
            case .unexpected(let name): throw LinkProblem.unexpected(name)
            }
            return nil
        } catch {
            return .end(error, .drop)
        }
    }

    /// What became of publications since the last call.
    package mutating func takeOutcomes() -> [PublicationOutcome] {
        defer { outcomes = [] }
        return outcomes
    }

    /// When a confirm is overdue, if none comes.
    package var deadline: ContinuousClock.Instant? {
        guard !isBlocked, let oldest = confirms.oldest else { return nil }
        return max(oldest, patienceBegan ?? oldest) + confirmTimeout
    }

    package mutating func timePassed(_ now: ContinuousClock.Instant) -> PublisherAction? {
        guard let deadline, now >= deadline else { return nil }
        return .end(LinkProblem(.confirmOverdue, "a publication was not confirmed within \(confirmTimeout)"), .drop)
    }

    private mutating func confirmed(_ tag: UInt64, _ multiple: Bool, nacked: Bool) throws(LinkProblem) {
        let before = outcomes.count
        try confirms.confirmed(tag, multiple: multiple, nacked: nacked, into: &outcomes)
        alone = max(0, alone - 1)
        if nacked {
            countRefused()
        } else if !refusals.isEmpty || stuck != nil {
            countTaken(outcomes[before...])
        }
    }

    private mutating func countTaken(_ latest: ArraySlice<PublicationOutcome>) {
        for number in latest.lazy.map(\.number) {
            refusals[number] = nil
            if number == stuck {
                renewal.helped()
                stuck = nil
            }
        }
    }

    private mutating func countRefused() {
        mostRefused = nil
        for publication in confirms.refused {
            if publication.number == stuck { stuck = nil }
            let times = refusals[publication.number, default: 0] + 1
            refusals[publication.number] = times
            if times > mostRefused?.times ?? 0 { mostRefused = (publication, times) }
        }
    }

    /// Ends a channel that refuses one publication again and again.
    private mutating func refusedAgain(at now: ContinuousClock.Instant) -> PublisherAction? {
        guard let (publication, times) = mostRefused, renewal.isDue(refusals: times, at: now) else { return nil }
        renewal.began(at: now)
        refusedTooOften = publication.number
        let text =
            "the broker has refused the publication \(publication.id) \(times) times on this channel. Its queue is full, or its "
            + "leader's node has gone: a new channel is opened, which finds a new leader"
        return .end(LinkProblem(.refusedAgainAndAgain, text), .close)
    }

    /// Only a publication can make the broker close this channel; the one that was alone on it is the guilty one. With
    /// a permission missing it is not at fault.
    private mutating func channelClosed(_ code: Int, _ text: String) -> PublisherAction {
        if code == 404, exchanges.contains(where: { text.contains("no exchange '\($0)'") }) {
            return .end(LinkProblem(.topologyMissing, "\(text): what is missing is declared again"), .close)
        }
        if code != 403, let number = confirms.onlyOne {
            outcomes.append(PublicationOutcome(number: number, result: .unpublishable("\(code) \(text)")))
        }
        suspects = confirms.unconfirmed
        var problem = LinkProblem.closed("channel", code, text)
        // The suspects go alone next time: what closes the channel then is found, and its channel is the last it closes.
        if problem.kind == .closedByBroker && suspects > 0 { problem.kind = .publicationRefused }
        return .end(problem, .close)
    }

    private mutating func returned(_ content: Content<ReturnStart>) throws(LinkProblem) {
        guard confirms.returned(content.properties.messageID ?? "", content.start) else {
            throw LinkProblem.unexpected("a returned message that was not published here")
        }
    }
}
