/// Where a token stands in the life of an element.
enum TokenState: UInt8, Sendable, CaseIterable {
    /// It has been sent to the element and has not arrived.
    case future = 0
    /// Something must come first: an event, a time, another token.
    case waiting = 1
    /// The engine may run it, or a person may complete it.
    case ready = 2
    /// It runs by what it started: a subprocess, the instances of a loop.
    case started = 3
    case completed = 4
    case cancelled = 5

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

extension TokenState: NamedByWord {
    /// As a person is shown it.
    var word: String {
        switch self {
        case .future: "future"
        case .waiting: "waiting"
        case .ready: "ready"
        case .started: "started"
        case .completed: "completed"
        case .cancelled: "cancelled"
        }
    }
}
