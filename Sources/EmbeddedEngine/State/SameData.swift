import Values

extension Value {
    /// Whether both are one list or object in memory, so that looking into them is not needed.
    func sharesStorage(with other: Value) -> Bool {
        switch (self, other) {
        case (.list(let mine), .list(let theirs)): mine.sharesStorage(with: theirs)
        case (.dict(let mine), .dict(let theirs)): mine.sharesStorage(with: theirs)
        default: false
        }
    }
}

extension [Value] {
    fileprivate func sharesStorage(with other: [Value]) -> Bool {
        guard count == other.count else { return false }
        return withUnsafeBufferPointer { mine in
            other.withUnsafeBufferPointer { mine.baseAddress == $0.baseAddress }
        }
    }
}

extension TaskData {
    /// Values in one place in memory belong to one object: keys do not change without them.
    fileprivate func sharesStorage(with other: TaskData) -> Bool {
        guard count == other.count, count > 0 else { return false }
        return values.withUnsafeBufferPointer { mine in
            other.values.withUnsafeBufferPointer { mine.baseAddress == $0.baseAddress }
        }
    }
}

extension TaskData {
    /// Whether both are the same to the bit and in the same order; quick where they share their storage.
    func isSame(as other: TaskData) -> Bool {
        guard count == other.count else { return false }
        return sharesStorage(with: other)
            || zip(self, other).allSatisfy { $0.key == $1.key && $0.value.isSame(as: $1.value) }
    }
}

extension Value {
    /// Whether both are the same to the bit (`-0.0` is not `0.0`); quick where they share their storage.
    func isSame(as other: Value) -> Bool {
        switch (self, other) {
        case (.double(let mine), .double(let theirs)): mine.bitPattern == theirs.bitPattern
        case (.list(let mine), .list(let theirs)): Self.isSame(mine, theirs)
        case (.dict(let mine), .dict(let theirs)): mine.isSame(as: theirs)
        default: self == other
        }
    }

    private static func isSame(_ mine: [Value], _ theirs: [Value]) -> Bool {
        guard mine.count == theirs.count else { return false }
        return mine.sharesStorage(with: theirs) || zip(mine, theirs).allSatisfy { $0.isSame(as: $1) }
    }
}
