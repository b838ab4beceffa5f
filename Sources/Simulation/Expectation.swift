import Values

/// What a step of a scenario should show: some of the keys of its trace line.
package struct Expectation: Sendable {
    /// The values as the scenario has them, by key.
    private let wanted: Value
    /// Whether the step should fail in the model.
    let isError: Bool

    init(_ wanted: Value, isError: Bool) {
        self.wanted = wanted
        self.isError = isError
    }

    /// Where the trace line of the step is another.
    func mismatches(with line: Value, at step: Int) -> [Mismatch] {
        var found: [Mismatch] = []
        for (key, expected) in wanted.asDict ?? [:] {
            // A line has `error` only where it is true.
            let got = line[key] ?? (key == "error" ? .bool(false) : Value?.none)
            let inAnyOrder = key == "waiting" || key == "ready"
            if inAnyOrder, let got, Self.matchInAnyOrder(expected, got) { continue }
            found += Self.differences(expected, got, at: key, deeply: !inAnyOrder).map {
                Mismatch(step: step, key: $0.path, expected: $0.expected, got: $0.got)
            }
        }
        return found
    }

    private typealias Difference = (path: String, expected: Value, got: Value?)

    /// Objects may have more than is expected, at any depth; lists have as many items; numbers are equal by value.
    /// - Parameter deeply: whether the difference is told where it is, or the whole value.
    private static func differences(
        _ expected: Value, _ got: Value?, at path: String, deeply: Bool
    ) -> [Difference] {
        let all: [Difference] = [(path, expected, got)]
        switch (expected, got) {
        case (.dict(let wanted), .dict(let there)?):
            let found = wanted.flatMap { differences($1, there[$0], at: "\(path).\($0)", deeply: deeply) }
            return deeply || found.isEmpty ? found : all
        case (.list(let wanted), .list(let there)?):
            guard wanted.count == there.count else { return all }
            let found = wanted.indices.flatMap {
                differences(wanted[$0], there[$0], at: "\(path)[\($0)]", deeply: deeply)
            }
            return deeply || found.isEmpty ? found : all
        case (_, let got?): return isSame(expected, got) ? [] : all
        case (_, nil): return all
        }
    }

    private static func isSame(_ expected: Value, _ got: Value) -> Bool {
        switch (expected, got) {
        case (.int(let one), .double(let other)), (.double(let other), .int(let one)): Double(exactly: one) == other
        default: expected == got
        }
    }

    /// Whether each expected item has an item of its own, and none is left.
    private static func matchInAnyOrder(_ expected: Value, _ got: Value) -> Bool {
        guard case .list(let wanted) = expected, case .list(let there) = got, wanted.count == there.count else {
            return false
        }
        var taken = [Int?](repeating: nil, count: there.count)
        return wanted.indices.allSatisfy { item in
            var tried: Set<Int> = []
            return assign(item, &taken, &tried) { differences(wanted[$0], there[$1], at: "", deeply: false).isEmpty }
        }
    }

    /// Finds an item for an expected one; one that is taken is given up where its owner finds another.
    private static func assign(
        _ item: Int, _ taken: inout [Int?], _ tried: inout Set<Int>, fits: (Int, Int) -> Bool
    ) -> Bool {
        for place in taken.indices where !tried.contains(place) && fits(item, place) {
            tried.insert(place)
            if let owner = taken[place], !assign(owner, &taken, &tried, fits: fits) { continue }
            taken[place] = item
            return true
        }
        return false
    }
}
