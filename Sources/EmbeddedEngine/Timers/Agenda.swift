import Messages
import Values

/// The alarms that are due, by their moments; of one moment in running order.
struct Agenda: Sendable {
    struct Entry: Sendable {
        var due: Timestamp
        var token: TokenIndex
    }

    /// The earliest last.
    private var entries: [Entry] = []

    init() {}

    /// - Parameter entries: in running order.
    init(of entries: [Entry]) {
        // Sorting is not stable by contract: the place decides.
        let order = entries.indices.sorted { (entries[$1].due, $1) < (entries[$0].due, $0) }
        self.entries = order.map { entries[$0] }
    }

    var isEmpty: Bool { entries.isEmpty }

    /// Takes out the earliest moment and what is due then.
    mutating func next() -> (due: Timestamp, tokens: [TokenIndex])? {
        guard let due = entries.last?.due else { return nil }
        var tokens: [TokenIndex] = []
        while let last = entries.last, last.due == due {
            tokens.append(last.token)
            entries.removeLast()
        }
        return (due, tokens)
    }

    /// One that rings again; behind the others of its moment.
    mutating func add(_ token: TokenIndex, _ due: Timestamp) {
        let entry = Entry(due: due, token: token)
        var place = entries.endIndex
        while place > 0, entries[place - 1].due <= due { place -= 1 }
        entries.insert(entry, at: place)
    }
}
