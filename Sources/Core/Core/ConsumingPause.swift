import Values

/// Whether anything at all is consumed, and if not, why.
enum ConsumingPause: Sendable, Hashable {
    case none
    /// Too many publications wait for the broker: until half of them have gone.
    case backlog
    /// The disk is full, and nothing is tried until then. Perhaps too many publications waited already before that.
    case fullDisk(retryAt: Timestamp, isBehind: Bool)

    /// Until when nothing is tried.
    var retryAt: Timestamp? { if case .fullDisk(let time, _) = self { time } else { nil } }

    private var isBehind: Bool {
        switch self {
        case .none: false
        case .backlog: true
        case .fullDisk(_, let isBehind): isBehind
        }
    }

    /// A round could not be committed: there is no room.
    mutating func diskIsFull(_ reason: String, retryAt: Timestamp) -> CoreEffects.Consuming? {
        let isNews = self.retryAt == nil
        self = .fullDisk(retryAt: retryAt, isBehind: isBehind)
        return isNews ? .pause(reason: reason) : nil
    }

    /// A round has been committed, after which so many publications wait. While the broker takes none, consuming
    /// goes on only until there are `most`.
    mutating func committed(waiting: Int, most: Int) -> CoreEffects.Consuming? {
        let (wasPaused, wasBehind) = (self != .none, isBehind)
        let isBehind = wasBehind ? waiting >= most / 2 : waiting > most
        self = isBehind ? .backlog : .none
        if isBehind { return wasBehind ? nil : .pause(reason: "\(waiting) publications wait for the broker") }
        return wasPaused ? .resume : nil
    }
}
