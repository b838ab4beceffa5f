/// Rows as they are now: those that were read, and those that have changed since. What has changed can be taken back to a
/// point.
struct Overlay<Key: Hashable, Row> {
    private var rows: [Key: Row] = [:]
    /// What stood there before each change, oldest first.
    private var before: [(key: Key, row: Row?)] = []

    var isEmpty: Bool { rows.isEmpty }

    var all: some Collection<(key: Key, value: Row)> { rows }

    subscript(key: Key) -> Row? { rows[key] }

    /// A row that was read: whatever is taken back, it stays.
    mutating func note(_ row: Row, for key: Key) { rows[key] = row }

    mutating func set(_ row: Row, for key: Key) { before.append((key, rows.updateValue(row, forKey: key))) }

    /// A point to go back to.
    var mark: Int { before.count }

    mutating func takeBack(to mark: Int) {
        while before.count > mark, let last = before.popLast() { rows[last.key] = last.row }
    }

    mutating func removeAll() {
        if rows.isEmpty && before.isEmpty { return }
        rows.removeAll(keepingCapacity: true)
        before.removeAll(keepingCapacity: true)
    }
}
