/// Rows by their number, in its order. What was changed since they were kept can be taken back.
struct Rows<Row> {
    private(set) var keys: [Int64] = []
    private(set) var rows: [Row] = []
    /// What stood under each number that was changed, oldest first.
    private var before: [(key: Int64, row: Row?)] = []

    mutating func keep() { before.removeAll(keepingCapacity: true) }

    mutating func takeBack() {
        while let (key, row) = before.popLast() { set(row, at: key) }
    }

    private mutating func set(_ row: Row?, at key: Int64) {
        let place = place(of: key)
        switch (row, place < keys.count && keys[place] == key) {
        case (let row?, true): rows[place] = row
        case (let row?, false):
            keys.insert(key, at: place)
            rows.insert(row, at: place)
        case (nil, true):
            keys.remove(at: place)
            rows.remove(at: place)
        case (nil, false): return
        }
    }

    var count: Int { keys.count }

    var entries: Zip2Sequence<[Int64], [Row]> { zip(keys, rows) }

    /// Those behind a number.
    func after(_ key: Int64) -> ArraySlice<Row> { rows[place(of: key + 1)...] }

    subscript(key: Int64) -> Row? {
        let place = place(of: key)
        return place < keys.count && keys[place] == key ? rows[place] : nil
    }

    /// False where the number has a row already.
    mutating func insert(_ row: Row, at key: Int64) -> Bool {
        let place = place(of: key)
        if place < keys.count, keys[place] == key { return false }
        before.append((key, nil))
        keys.insert(key, at: place)
        rows.insert(row, at: place)
        return true
    }

    mutating func remove(_ key: Int64) -> Row? {
        let place = place(of: key)
        guard place < keys.count, keys[place] == key else { return nil }
        before.append((key, rows[place]))
        keys.remove(at: place)
        return rows.remove(at: place)
    }

    /// False where the number has no row.
    mutating func change(_ key: Int64, _ body: (inout Row) -> Void) -> Bool {
        let place = place(of: key)
        guard place < keys.count, keys[place] == key else { return false }
        before.append((key, rows[place]))
        body(&rows[place])
        return true
    }

    mutating func removeAll(where isGone: (Int64, Row) -> Bool) {
        let places = keys.indices.filter { isGone(keys[$0], rows[$0]) }
        for place in places.reversed() {
            before.append((keys[place], rows[place]))
            keys.remove(at: place)
            rows.remove(at: place)
        }
    }

    /// Where the number is, or would be. Nearly all work is at the end.
    private func place(of key: Int64) -> Int {
        guard let last = keys.last, key <= last else { return keys.count }
        var (low, high) = (0, keys.count)
        while low < high {
            let middle = (low + high) / 2
            if keys[middle] < key { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
