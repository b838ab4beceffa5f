import DequeModule
import Messages
import Values

/// Which publications of one generation the broker has not spoken about yet.
///
/// The broker counts publications from 1 and may confirm in any order, many at once. An unroutable one is returned
/// first and confirmed all the same; the return has no number, so it is matched by message id.
struct ConfirmTracker: Sendable {
    private struct Entry: Sendable {
        let messageID: String
        let sentAt: ContinuousClock.Instant
    }

    /// Nil where the broker has spoken; the first never is.
    private var entries = Deque<Entry?>()
    /// The number of the first entry.
    private var firstNumber: UInt64 = 1
    /// What came back, by its number.
    private var returns: [UInt64: PublicationOutcome.Result] = [:]

    /// Those the broker has not spoken about.
    private(set) var unconfirmed = 0

    /// When the publication was sent that has waited longest.
    var oldest: ContinuousClock.Instant? { entries.first??.sentAt }

    /// The publication that is unconfirmed, if it is exactly one.
    var onlyOne: String? { unconfirmed == 1 ? entries.first??.messageID : nil }

    mutating func published(_ messageID: String, at now: ContinuousClock.Instant) {
        entries.append(Entry(messageID: messageID, sentAt: now))
        unconfirmed += 1
    }

    /// False if no such publication is unconfirmed.
    mutating func returned(_ messageID: String, code: Int, text: String) -> Bool {
        for (index, entry) in entries.enumerated() where entry?.messageID == messageID {
            let number = firstNumber + UInt64(index)
            if returns[number] != nil { continue }
            returns[number] = .returned(code: code, text: text)
            return true
        }
        return false
    }

    /// Appends what became of the publications up to `tag` (`multiple`), or of that one alone.
    mutating func confirmed(
        _ tag: UInt64, multiple: Bool, nacked: Bool, into outcomes: inout [PublicationOutcome]
    ) throws(LinkProblem) {
        // Number 0 with `multiple` is the protocol's "all so far".
        let last = multiple && tag == 0 ? firstNumber + UInt64(entries.count) - 1 : tag
        guard last < firstNumber + UInt64(entries.count), last > 0 || multiple else {
            throw LinkProblem(.protocolBroken, "the broker confirmed publication \(tag), which was never sent")
        }
        // Before the first entry: confirmed twice, which changes nothing.
        guard last >= firstNumber else { return }
        if multiple {
            for _ in firstNumber...last { popFirst(nacked, &outcomes) }
        } else if last == firstNumber {
            popFirst(nacked, &outcomes)
        } else {
            let index = Int(last - firstNumber)
            settle(entries[index], last, nacked, &outcomes)
            entries[index] = nil
        }
        while let first = entries.first, first == nil { popFirst(nacked, &outcomes) }
    }

    private mutating func popFirst(_ nacked: Bool, _ outcomes: inout [PublicationOutcome]) {
        guard let entry = entries.popFirst() else { return }
        settle(entry, firstNumber, nacked, &outcomes)
        firstNumber += 1
    }

    private mutating func settle(
        _ entry: Entry?, _ number: UInt64, _ nacked: Bool, _ outcomes: inout [PublicationOutcome]
    ) {
        guard let entry else { return }
        unconfirmed -= 1
        let returned = returns.isEmpty ? nil : returns.removeValue(forKey: number)
        let result = nacked ? .nacked : returned ?? .confirmed
        outcomes.append(PublicationOutcome(messageID: entry.messageID, result: result))
    }
}
