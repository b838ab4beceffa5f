import DequeModule

/// Which deliveries of one generation are not acknowledged, and the fewest acknowledgements that settle some of them.
///
/// `multiple` is used only where everything before is settled too, and only with a tag that is itself outstanding: the
/// broker closes the channel over any other. What is settled out of turn is acknowledged alone and at once, because
/// something before it may never be settled and the broker sends only `prefetch` unacknowledged messages.
struct AckTracker: Sendable {
    private struct Entry: Sendable {
        let tag: UInt64
        let bytes: Int
        var isSettled = false
    }

    private var entries = Deque<Entry>()
    /// Whether some of them are settled, so that there is something to acknowledge.
    private var hasSettled = false

    /// Bounded by the prefetch of all consumers.
    var outstanding: Int { entries.count }

    /// What their bodies take.
    private(set) var outstandingBytes = 0

    mutating func delivered(_ tag: UInt64, bytes: Int = 0) {
        entries.append(Entry(tag: tag, bytes: bytes))
        outstandingBytes += bytes
    }

    /// Tags that are not outstanding (settled before, never delivered, 0) are ignored.
    mutating func settled(_ tags: some Sequence<UInt64>) {
        var guess = 0
        for tag in tags {
            guard let index = index(of: tag, guess: guess) else { continue }
            if !entries[index].isSettled { outstandingBytes -= entries[index].bytes }
            entries[index].isSettled = true
            hasSettled = true
            guess = index + 1
        }
    }

    mutating func takeAcknowledgements() -> [Acknowledgement] {
        if !hasSettled { return [] }
        var acknowledgements: [Acknowledgement] = []
        let prefix = (0..<entries.count).first { !entries[$0].isSettled } ?? entries.count
        if prefix > 0 {
            acknowledgements.append(Acknowledgement(tag: entries[prefix - 1].tag, multiple: prefix > 1))
            entries.removeFirst(prefix)
        }
        for index in 0..<entries.count where entries[index].isSettled {
            acknowledgements.append(Acknowledgement(tag: entries[index].tag, multiple: false))
        }
        if acknowledgements.count > (prefix > 0 ? 1 : 0) { entries.removeAll { $0.isSettled } }
        hasSettled = false
        return acknowledgements
    }

    /// Tags mostly come in the order of their delivery, so the one after the last is looked at first.
    private func index(of tag: UInt64, guess: Int) -> Int? {
        if guess < entries.count && entries[guess].tag == tag { return guess }
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = low + (high - low) / 2
            if entries[middle].tag < tag { low = middle + 1 } else { high = middle }
        }
        return low < entries.count && entries[low].tag == tag ? low : nil
    }
}
