import DequeModule
import Messages
import Values

/// Which publications of one generation the broker has not spoken about yet.
///
/// The broker counts publications from 1 and may confirm in any order, many at once. An unroutable one is returned
/// first and confirmed all the same; the return has no count, so it is matched by message id and by where it went.
struct ConfirmTracker: Sendable {
    /// A publication that the broker refused.
    struct Refused: Sendable, Hashable {
        var number: Int64
        var id: String
    }

    private struct Entry: Sendable {
        let number: Int64
        let messageID: String
        let exchange: String
        let routingKey: String
        let sentAt: ContinuousClock.Instant
    }

    /// A return that may be about a publication.
    private struct Return: Sendable {
        var result: PublicationOutcome.Result
        /// It is about this one, or about another one that is equal in all that a return says.
        var isCertain: Bool
    }

    /// Nil where the broker has spoken; the first never is.
    private var entries = Deque<Entry?>()
    /// What the broker calls the first entry.
    private var firstTag: UInt64 = 1
    /// What came back, by the broker's count.
    private var returns: [UInt64: Return] = [:]

    /// Those the broker has not spoken about.
    private(set) var unconfirmed = 0
    /// Those that the last nack was about.
    private(set) var refused: [Refused] = []

    /// When the publication was sent that has waited longest.
    var oldest: ContinuousClock.Instant? { entries.first??.sentAt }

    /// The publication that is unconfirmed, if it is exactly one.
    var onlyOne: Int64? { unconfirmed == 1 ? entries.first??.number : nil }

    mutating func published(_ sent: NumberedPublication, at now: ContinuousClock.Instant) {
        entries.append(
            Entry(
                number: sent.number, messageID: sent.publication.properties.messageID ?? "",
                exchange: sent.publication.exchange, routingKey: sent.publication.routingKey, sentAt: now))
        unconfirmed += 1
    }

    /// False if no such publication is unconfirmed.
    ///
    /// Of several with one id that went to one place, which dead letters may be, the first is taken for the returned one.
    /// But it may be another, if the queue has just gone or come; so the others count as returned, too: a person who
    /// retries what did arrive makes a duplicate, and nothing is taken for delivered that was not.
    mutating func returned(_ id: String, _ start: ReturnStart) -> Bool {
        let open = openEntries(with: SentText(read: id))
        let (exchange, key) = (SentText(read: start.exchange), SentText(read: start.routingKey))
        let placed = open.filter { index in
            entries[index].map { exchange.isRead(of: $0.exchange) && key.isRead(of: $0.routingKey) } ?? false
        }
        let candidates = placed.isEmpty ? open : placed
        let result = PublicationOutcome.Result.returned(code: start.code, text: start.text)
        for index in candidates {
            returns[firstTag + UInt64(index)] = Return(result: result, isCertain: index == candidates.first)
        }
        return !candidates.isEmpty
    }

    /// Those with this id that the broker has not spoken about, nor returned for certain.
    private func openEntries(with id: SentText) -> [Int] {
        entries.indices.filter { index in
            guard let sent = entries[index]?.messageID, id.isRead(of: sent) else { return false }
            return returns[firstTag + UInt64(index)]?.isCertain != true
        }
    }

    /// Appends what became of the publications up to `tag` (`multiple`), or of that one alone.
    mutating func confirmed(
        _ tag: UInt64, multiple: Bool, nacked: Bool, into outcomes: inout [PublicationOutcome]
    ) throws(LinkProblem) {
        if nacked { refused.removeAll() }
        // Count 0 with `multiple` is the protocol's "all so far".
        let last = multiple && tag == 0 ? firstTag + UInt64(entries.count) - 1 : tag
        guard last < firstTag + UInt64(entries.count), last > 0 || multiple else {
            throw LinkProblem(.protocolBroken, "the broker confirmed publication \(tag), which was never sent")
        }
        // Before the first entry: confirmed twice, which changes nothing.
        guard last >= firstTag else { return }
        if multiple {
            for _ in firstTag...last { popFirst(nacked, &outcomes) }
        } else if last == firstTag {
            popFirst(nacked, &outcomes)
        } else {
            let index = Int(last - firstTag)
            settle(entries[index], last, nacked, &outcomes)
            entries[index] = nil
        }
        while let first = entries.first, first == nil { popFirst(nacked, &outcomes) }
    }

    private mutating func popFirst(_ nacked: Bool, _ outcomes: inout [PublicationOutcome]) {
        guard let entry = entries.popFirst() else { return }
        settle(entry, firstTag, nacked, &outcomes)
        firstTag += 1
    }

    private mutating func settle(
        _ entry: Entry?, _ tag: UInt64, _ nacked: Bool, _ outcomes: inout [PublicationOutcome]
    ) {
        guard let entry else { return }
        unconfirmed -= 1
        let returned = returns.isEmpty ? nil : returns.removeValue(forKey: tag)?.result
        if nacked { refused.append(Refused(number: entry.number, id: entry.messageID)) }
        outcomes.append(PublicationOutcome(number: entry.number, result: nacked ? .nacked : returned ?? .confirmed))
    }
}

/// A text as it was read from a frame, which may stand for another that was sent: text that begins like what stands for
/// bytes is read as bytes.
private struct SentText {
    private let read: String
    private let literal: String?

    init(read: String) {
        self.read = read
        let literal = WireText.literal(read)
        self.literal = literal == read ? nil : literal
    }

    func isRead(of sent: String) -> Bool { sent == read || sent == literal }
}
