import DequeModule
import Events

/// One generation of publishing: what waits, what is unconfirmed, what became of it. No input or output here.
struct PublisherSession: Sendable {
    let generation: Generation
    private let confirmTimeout: Duration
    private var waiting = Deque<Publication>()
    private var confirms = ConfirmTracker()
    private var returns = ContentAssembler<ReturnStart>(limit: 0)
    private var outcomes: [PublicationOutcome] = []
    private var isBlocked = false
    /// How many publications still go alone, each after the confirm of the one before.
    private var alone: Int
    /// Confirms cannot come while blocked, so that time does not count.
    private var patienceBegan: ContinuousClock.Instant?

    /// The first publication always goes alone: a broker in an alarm says so only after it, and then stops reading,
    /// so that a whole batch could fill the socket. `suspects` more do after the broker closed a channel over one of
    /// so many publications, so that the guilty one is found and the others go on.
    init(generation: Generation, confirmTimeout: Duration, suspects: Int = 0) {
        self.generation = generation
        self.confirmTimeout = confirmTimeout
        alone = max(1, suspects)
    }

    /// How many publications may be the reason for the broker to close the channel.
    private(set) var suspects = 0

    /// Everything the broker has not spoken about, sent or not.
    var unsettled: Int { waiting.count + confirms.unconfirmed }

    var mayPublish: Bool { !waiting.isEmpty && !isBlocked && (alone == 0 || confirms.unconfirmed == 0) }

    mutating func publicationsReceived(_ batch: [Publication]) { waiting.append(contentsOf: batch) }

    /// The next to send; `sent` or `refused` must follow.
    mutating func nextPublication() -> Publication? { mayPublish ? waiting.popFirst() : nil }

    mutating func sent(_ publication: Publication, at now: ContinuousClock.Instant) {
        confirms.published(publication.properties.messageID ?? "", at: now)
    }

    /// It was not sent, because the broker would close the channel over it.
    mutating func refused(_ publication: Publication, because reason: String) {
        let id = publication.properties.messageID ?? ""
        outcomes.append(PublicationOutcome(messageID: id, result: .unpublishable(reason)))
    }

    mutating func frameReceived(_ frame: consuming Frame, at now: ContinuousClock.Instant) -> PublisherAction? {
        do throws(LinkProblem) {
            switch frame {
            case .acknowledged(let tag, let multiple): try confirmed(tag, multiple, nacked: false)
            case .nacked(let tag, let multiple): try confirmed(tag, multiple, nacked: true)
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
    mutating func takeOutcomes() -> [PublicationOutcome] {
        defer { outcomes = [] }
        return outcomes
    }

    /// When a confirm is overdue, if none comes.
    var deadline: ContinuousClock.Instant? {
        guard !isBlocked, let oldest = confirms.oldest else { return nil }
        return max(oldest, patienceBegan ?? oldest) + confirmTimeout
    }

    mutating func timePassed(_ now: ContinuousClock.Instant) -> PublisherAction? {
        guard let deadline, now >= deadline else { return nil }
        return .end(LinkProblem(.confirmOverdue, "a publication was not confirmed within \(confirmTimeout)"), .drop)
    }

    private mutating func confirmed(_ tag: UInt64, _ multiple: Bool, nacked: Bool) throws(LinkProblem) {
        try confirms.confirmed(tag, multiple: multiple, nacked: nacked, into: &outcomes)
        alone = max(0, alone - 1)
    }

    /// Only a publication can make the broker close this channel; the one that was alone on it is the guilty one. With
    /// a permission missing it is not at fault.
    private mutating func channelClosed(_ code: Int, _ text: String) -> PublisherAction {
        if code != 403, let id = confirms.onlyOne {
            outcomes.append(PublicationOutcome(messageID: id, result: .unpublishable("\(code) \(text)")))
        }
        suspects = confirms.unconfirmed
        var problem = LinkProblem.closed("channel", code, text)
        // The suspects go alone next time: what closes the channel then is found, and its channel is the last it closes.
        if problem.kind == .closedByBroker && suspects > 0 { problem.kind = .publicationRefused }
        return .end(problem, .close)
    }

    private mutating func returned(_ content: Content<ReturnStart>) throws(LinkProblem) {
        let (start, id) = (content.start, content.properties.messageID ?? "")
        if confirms.returned(id, code: start.code, text: start.text) { return }
        // What was sent as text and begins like what stands for bytes.
        guard let literal = WireText.literal(id), confirms.returned(literal, code: start.code, text: start.text) else {
            throw LinkProblem.unexpected("a returned message that was not published here")
        }
    }
}
