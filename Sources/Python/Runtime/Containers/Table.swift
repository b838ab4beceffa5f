/// A hash table that keeps the order of insertion: what dictionaries and sets are made of.
struct Table {
    private struct Entry {
        /// nil where an entry was removed.
        var key: Object?
        var value: Object
    }

    private var slots: ContiguousArray<Entry> = []
    /// Entry numbers by hash, -1 where free; empty while the table is small enough to be searched through.
    private var index: ContiguousArray<Int32> = []
    /// Places of the index in use, by removed entries too.
    private var used = 0
    private(set) var count = 0
    /// How much of the index is in use, by removed entries too.
    var placesInUse: Int { used }
    /// No entry stands before this position: a caller that takes the first again and again need not look there.
    private(set) var start = 0

    private static let smallest = 8

    init() {}

    /// Keys that are known to differ.
    init(texts: some Collection<String>, values: [Object]) {
        slots.reserveCapacity(texts.count)
        for (key, value) in zip(texts, values) { slots.append(Entry(key: .str(key), value: value)) }
        count = slots.count
        if count > Self.smallest { rebuildIndex() }
    }

    mutating func reserveCapacity(_ count: Int) { slots.reserveCapacity(count) }

    /// Positions go up to here, those of removed entries too.
    var end: Int { slots.count }

    func value(at position: Int) -> Object { slots[position].value }

    func entry(at position: Int) -> (key: Object, value: Object)? {
        slots[position].key.map { ($0, slots[position].value) }
    }

    var entries: [(key: Object, value: Object)] {
        slots.compactMap { entry in entry.key.map { ($0, entry.value) } }
    }

    /// The depth of the deepest key or value.
    var depth: Int {
        slots.reduce(0) { deepest, entry in
            entry.key.map { max(deepest, $0.depth, entry.value.depth) } ?? deepest
        }
    }

    var keys: [Object] { slots.compactMap(\.key) }

    /// The position of `key`, which must be hashable.
    func find(_ key: Object) -> Int? {
        if index.isEmpty {
            for position in slots.indices {
                if let other = slots[position].key, Equality.ofKeys(other, key) { return position }
            }
            return nil
        }
        let mask = index.count - 1
        var place = Equality.hash(of: key) & mask
        while index[place] >= 0 {
            let position = Int(index[place])
            // Places of entries removed at the end point beyond it.
            if position < slots.count, let other = slots[position].key, Equality.ofKeys(other, key) { return position }
            place = (place + 1) & mask
        }
        return nil
    }

    mutating func set(_ key: Object, _ value: Object) {
        if let position = find(key) {
            slots[position].value = value
        } else {
            append(key, value)
        }
    }

    /// Adds `key` unless it is there.
    mutating func insert(_ key: Object) {
        if find(key) == nil { append(key, .none) }
    }

    private mutating func append(_ key: Object, _ value: Object) {
        if slots.count > Self.smallest, slots.count > 2 * count {
            slots.removeAll { $0.key == nil }
            index = []
            start = 0
        }
        slots.append(Entry(key: key, value: value))
        count += 1
        if slots.count <= Self.smallest { return }
        if index.isEmpty || used * 2 > index.count { rebuildIndex() } else { place(slots.count - 1, key) }
    }

    /// Removes the entry and returns its value.
    @discardableResult
    mutating func remove(at position: Int) -> Object {
        let value = slots[position].value
        slots[position] = Entry(key: nil, value: .none)
        count -= 1
        while let last = slots.last, last.key == nil { slots.removeLast() }
        if position == start { start += 1 }
        start = min(start, slots.count)
        return value
    }

    private mutating func rebuildIndex() {
        var capacity = 32
        while capacity < slots.count * 4 { capacity *= 2 }
        index = ContiguousArray(repeating: -1, count: capacity)
        used = 0
        for (position, entry) in slots.enumerated() {
            if let key = entry.key { place(position, key) }
        }
    }

    private func isTaken(_ position: Int) -> Bool { position < slots.count && slots[position].key != nil }

    private mutating func place(_ position: Int, _ key: Object) {
        let mask = index.count - 1
        var place = Equality.hash(of: key) & mask
        // The place of a removed entry is taken again: one key that comes and goes would fill the index.
        while index[place] >= 0, index[place] != position, isTaken(Int(index[place])) { place = (place + 1) & mask }
        if index[place] < 0 { used += 1 }
        index[place] = Int32(truncatingIfNeeded: position)
    }
}
