/// Contents by their key, in no order. What was changed since it was kept can be taken back.
struct Table<Key: Hashable, Content> {
    private(set) var entries: [Key: Content] = [:]
    /// What stood under each key that was changed, oldest first.
    private var before: [(key: Key, content: Content?)] = []

    subscript(key: Key) -> Content? {
        get { entries[key] }
        set {
            before.append((key, entries[key]))
            entries[key] = newValue
        }
    }

    mutating func keep() { before.removeAll(keepingCapacity: true) }

    mutating func takeBack() {
        while let (key, content) = before.popLast() { entries[key] = content }
    }
}
