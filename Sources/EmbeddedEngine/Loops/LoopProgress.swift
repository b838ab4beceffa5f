import Values

/// How far a loop has come: what its token remembers.
struct LoopProgress: Sendable {
    /// What a multi-instance loop goes over, by the numbers of its instances.
    enum Items: Sendable, Hashable {
        /// The positions of a list or text, or just numbers.
        case positions(Int)
        /// The keys of an object.
        case keys([String])

        var count: Int {
            switch self {
            case .positions(let count): count
            case .keys(let keys): keys.count
            }
        }
    }

    /// nil in a standard loop.
    var items: Items?
    /// How many instances have begun.
    var begun = 0
    /// How many have ended.
    var ended = 0
}
