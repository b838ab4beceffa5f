import Messages
import Models
import Values

/// A process or subprocess that runs: its tokens, its correlations, what has reached its end.
struct RunningScope: Sendable {
    /// Its position in the definition.
    var scope: ScopeIndex
    /// The token of the subprocess or call activity it belongs to; -1 for the process itself.
    var owner: TokenIndex
    var depth: Int
    /// Counts the scopes of an instance in the order they began.
    var serial: UInt64
    var isRunning = true
    var list = TokenList()
    /// Tokens that are asked again whenever something has changed in the scope.
    var watchers = 0
    var correlations: Correlations = [:]
    /// The data objects that have a value.
    var objects: TaskData = [:]
    /// The tokens that reached the end, in that order.
    var arrivals: [Arrival] = []
    /// A path that is over: where it ended, and the data it leaves.
    struct Arrival: Sendable {
        /// -1 where an older version stored it without.
        var element: Int32
        var data: TaskData
    }

    init(scope: ScopeIndex, owner: TokenIndex, depth: Int, serial: UInt64) {
        self.scope = scope
        self.owner = owner
        self.depth = depth
        self.serial = serial
    }

    /// The conversation it belongs to, where it was not known yet.
    mutating func correlate(with found: Correlations) {
        if correlations.isEmpty {
            correlations = found
            return
        }
        for (key, properties) in found {
            if let known = correlations.index(forKey: key), correlations.values[known] == properties { continue }
            correlations[key] = properties
        }
    }

    /// What the scope gives back: the data of the last to arrive, the others' merged into it in the order they
    /// came, and its own again.
    mutating func joinArrivals() throws(MergeProblem) -> TaskData {
        guard let last = arrivals.popLast() else { return [:] }
        if arrivals.isEmpty { return last.data }
        let others = arrivals
        arrivals = []
        return try last.data.joined(with: others.map(\.data))
    }
}

extension TaskData {
    /// This data with that of the branches that came before it.
    func joined(with earlier: [TaskData]) throws(MergeProblem) -> TaskData {
        var merged = self
        for other in earlier { try merged.merge(other) }
        try merged.merge(self)
        return merged
    }
}
