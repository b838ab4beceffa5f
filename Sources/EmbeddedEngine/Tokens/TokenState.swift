/// Where a token stands in the life of an element.
enum TokenState: UInt8, Sendable, CaseIterable {
    /// It has been sent to the element and has not arrived.
    case future
    /// Something must come first: an event, a time, another token.
    case waiting
    /// The engine may run it, or a person may complete it.
    case ready
    /// It runs by what it started: a subprocess, the instances of a loop.
    case started
    case completed
    case cancelled

    /// The lifecycle: which states may follow which.
    static let transitions: [TokenState: Set<TokenState>] = [
        .future: [.waiting, .ready, .started, .cancelled],
        .waiting: [.ready, .completed, .cancelled],
        .ready: [.started, .completed, .cancelled],
        .started: [.ready, .cancelled],
        // A completed token goes on to the next element.
        .completed: [.future],
        .cancelled: [],
    ]

    /// The guard: the table as bits, asked at every change.
    func mayBecome(_ next: TokenState) -> Bool {
        Self.followers[Int(rawValue)] & (1 << next.rawValue) != 0
    }

    private static let followers: [UInt8] = allCases.map { state in
        (transitions[state] ?? []).reduce(0) { $0 | (1 << $1.rawValue) }
    }
}
