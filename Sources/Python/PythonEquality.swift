package import Values

/// Python's `==` on plain data: `7 == 7.0`, `True == 1`, dictionaries regardless of order.
package func pythonEquals(_ left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.null, .null): return true
    case (.string(let one), .string(let other)): return one == other
    case (.list(let one), .list(let other)):
        return one.count == other.count && zip(one, other).allSatisfy { pythonEquals($0, $1) }
    case (.dict(let one), .dict(let other)): return pythonEquals(one, other)
    case (.double(let one), .double(let other)): return one == other
    case (.double(let one), _): return wholeNumber(right).map { Int(exactly: one) == $0 } ?? false
    case (_, .double(let other)): return wholeNumber(left).map { Int(exactly: other) == $0 } ?? false
    default:
        guard let one = wholeNumber(left), let other = wholeNumber(right) else { return false }
        return one == other
    }
}

/// The same for the entries of two objects.
package func pythonEquals(
    _ left: TextTable<Value>, _ right: TextTable<Value>
) -> Bool {
    left.count == right.count
        && left.allSatisfy { entry in right[entry.key].map { pythonEquals(entry.value, $0) } ?? false }
}

/// Python's `bool(value)`: empty, zero and None are false.
package func pythonTruth(_ value: Value) -> Bool {
    switch value {
    case .null: false
    case .bool(let flag): flag
    case .int(let number): number != 0
    case .double(let number): number != 0
    case .string(let text): !text.isEmpty
    case .list(let items): !items.isEmpty
    case .dict(let entries): !entries.isEmpty
    }
}

/// A bool is an int in Python.
private func wholeNumber(_ value: Value) -> Int? {
    switch value {
    case .bool(let flag): flag ? 1 : 0
    case .int(let number): number
    default: nil
    }
}
