/// `+` and `*` of texts, lists and tuples, with the memory counted before it is taken.
extension Machine {
    func joined(_ left: String, _ right: String) throws -> String {
        try charge(text: left.utf8.count + right.utf8.count)
        return left + right
    }

    /// Counts a text of so many bytes.
    func charge(text bytes: Int) throws { try charge(bytes: bytes, steps: bytes >> 6) }

    /// Appends to a text that nobody else holds, which may grow in place; only what moved is counted in full.
    func append(_ addition: String, to text: inout String) throws {
        let total = text.utf8.count + addition.utf8.count
        try requireRoom(for: total)
        let before = Self.address(of: text)
        text += addition
        let stayed = before != nil && before == Self.address(of: text)
        try charge(text: stayed ? addition.utf8.count : total)
    }

    private static func address(of text: String) -> UnsafePointer<UInt8>? {
        text.utf8.count < 16 ? nil : text.utf8.withContiguousStorageIfAvailable { $0.baseAddress } ?? nil
    }

    func concatenated(_ left: Object, _ right: Object) throws -> Object? {
        switch (left, right) {
        case (.str(let one), .str(let other)): return .str(try joined(one, other))
        case (.list(let one), .list(let other)):
            try charge(bytes: (one.count + other.count) * 16, steps: (one.count + other.count) >> 3)
            return try newList(one.items(self) + other.items(self))
        case (.tuple(let one), .tuple(let other)): return try newTuple(one.items + other.items)
        default: return nil
        }
    }

    /// A text, list or tuple times a number, in either order.
    func repeated(_ left: Object, _ right: Object) throws -> Object? {
        let (sequence, factor) = left.wholeNumber == nil ? (left, right) : (right, left)
        guard let factor = factor.wholeNumber else { return nil }
        let count = max(0, factor)
        switch sequence {
        case .str(let text):
            let (bytes, overflow) = text.utf8.count.multipliedReportingOverflow(by: count)
            try charge(text: overflow ? .max : bytes)
            return .str(Texts.repeated(text, count))
        case .list(let list): return try newList(repeated(list.items(self), count))
        case .tuple(let tuple): return try newTuple(repeated(tuple.items, count))
        default: return nil
        }
    }

    private func repeated(_ items: [Object], _ count: Int) throws -> [Object] {
        let (total, overflow) = items.count.multipliedReportingOverflow(by: count)
        try requireRoom(for: overflow || total > .max / 16 ? .max : total * 16)
        var result: [Object] = []
        result.reserveCapacity(total)
        for _ in 0..<(items.isEmpty ? 0 : count) { result += items }
        return result
    }

    func extend(_ list: ListObject, by iterable: Object) throws {
        let items = try items(of: iterable, .extended)
        try charge(bytes: items.count * 16, steps: items.count >> 3)
        try list.change(self) { $0 += items }
        for item in items where item.reference != nil {
            noteStored(item, in: list)
            break
        }
    }

    func update(_ dict: DictObject, with other: DictObject) throws {
        for (key, value) in try other.entries(self) { try dict.set(key, value, self) }
    }
}
