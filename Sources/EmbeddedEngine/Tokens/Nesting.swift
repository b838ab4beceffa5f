import EnginePort
import Values

/// How deep data may be nested. Everything that goes through data does so by recursion, so this bounds the stack.
///
/// Whatever comes into the data is measured when it comes: what a script has changed, a payload, a result. It lies a
/// level or two deeper there, in the collection of a loop and among the variables.
enum Nesting {
    /// What a value may have that comes in. JSON is read and written up to 256.
    static let deepest = 256

    static func failure(at element: String?, _ what: String) -> EngineFailure {
        EngineFailure(
            kind: .budget, element: element, message: "\(what) is nested more than \(deepest) deep")
    }
}

extension Value {
    /// How many lists and objects lie in each other; nil where it is more than `limit`.
    func nesting(within limit: Int = Nesting.deepest) -> Int? {
        var effort = Int.max
        return nesting(within: limit, spending: &effort)
    }

    /// The same, paying for each value looked at; nil also where the effort is used up.
    fileprivate func nesting(within limit: Int, spending effort: inout Int) -> Int? {
        effort -= Effort.value
        switch self {
        case .null, .bool, .int, .double: return 0
        case .string(let text):
            effort -= text.utf8.count / Effort.characters
            return 0
        case .list(let items):
            guard limit > 0, effort >= 0 else { return nil }
            var deepest = 0
            for position in items.indices {
                guard let inner = items[position].nesting(within: limit - 1, spending: &effort) else { return nil }
                deepest = max(deepest, inner)
            }
            return deepest + 1
        case .dict(let entries): return entries.nesting(within: limit, spending: &effort)
        }
    }
}

extension TaskData {
    fileprivate func nesting(within limit: Int, spending effort: inout Int) -> Int? {
        guard limit > 0, effort >= 0 else { return nil }
        var deepest = 0
        for position in values.indices {
            guard let inner = values[position].nesting(within: limit - 1, spending: &effort) else { return nil }
            deepest = Swift.max(deepest, inner)
        }
        return deepest + 1
    }
}

extension Instance {
    /// How deep a value nests that comes to the instance or leaves it; nil where it is too deep, or too much to be looked
    /// through here.
    mutating func measure(_ value: Value) -> Int? {
        let before = turn.effort
        defer { turn.stepsLeft -= (before - turn.effort) >> 12 }
        return value.nesting(within: Nesting.deepest, spending: &turn.effort)
    }

    mutating func measure(_ data: TaskData) -> Int? {
        let before = turn.effort
        defer { turn.stepsLeft -= (before - turn.effort) >> 12 }
        return data.nesting(within: Nesting.deepest, spending: &turn.effort)
    }
}

extension Instance {
}
