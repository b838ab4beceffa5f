import DequeModule
import Events

/// Which publications of one generation the broker has not spoken about yet.
///
/// The broker counts publications from 1 and may confirm in any order, many at once. An unroutable one is returned
/// first and confirmed all the same; the return has no number, so it is matched by message id.
struct ConfirmTracker: Sendable {
    private struct Entry: Sendable {
        let messageID: String
        let sentAt: ContinuousClock.Instant
        var returned: PublicationOutcome.Result?
        var isSettled = false
    }

    private var entries = Deque<Entry>()
    /// The number of the first entry.
    private var firstNumber: UInt64 = 1

    /// Those the broker has not spoken about.
    private(set) var unconfirmed = 0

    /// When the publication was sent that has waited longest.
    var oldest: ContinuousClock.Instant? { entries.first?.sentAt }

    /// The publication that is unconfirmed, if it is exactly one.
    var onlyOne: String? { unconfirmed == 1 ? entries.first?.messageID : nil }

    mutating func published(_ messageID: String, at now: ContinuousClock.Instant) {
        entries.append(Entry(messageID: messageID, sentAt: now))
        unconfirmed += 1
    }

    /// False if no such publication is unconfirmed.
    mutating func returned(_ messageID: String, code: Int, text: String) -> Bool {
        let match = entries.firstIndex { !$0.isSettled && $0.returned == nil && $0.messageID == messageID }
        guard let match else { return false }
        entries[match].returned = .returned(code: code, text: text)
        return true
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
        let index = Int(last - firstNumber)
        for position in (multiple ? 0 : index)...index where !entries[position].isSettled {
            entries[position].isSettled = true
            unconfirmed -= 1
            let result = nacked ? .nacked : entries[position].returned ?? .confirmed
            outcomes.append(PublicationOutcome(messageID: entries[position].messageID, result: result))
        }
        while entries.first?.isSettled == true {
            entries.removeFirst()
            firstNumber += 1
        }
    }
}
