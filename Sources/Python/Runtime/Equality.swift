/// Python's `==`, hashing and identity.
enum Equality {
    /// Exactly: 2^53 + 1 differs from the float nearest to it.
    static func ofNumbers(_ left: Int, _ right: Double) -> Bool { Int(exactly: right) == left }

    /// Equality of what can be a key.
    static func ofKeys(_ left: Object, _ right: Object) -> Bool {
        switch (left, right) {
        case (.str(let one), .str(let other)): return one == other
        case (.int(let one), .int(let other)): return one == other
        case (.none, .none): return true
        case (.float(let one), .float(let other)): return one == other
        case (.float(let one), _): return right.wholeNumber.map { ofNumbers($0, one) } ?? false
        case (_, .float(let other)): return left.wholeNumber.map { ofNumbers($0, other) } ?? false
        case (.tuple(let one), .tuple(let other)):
            return one === other
                || (one.items.count == other.items.count && zip(one.items, other.items).allSatisfy { ofKeys($0, $1) })
        case (.set(let one), .set(let other)):
            return one === other
                || (one.table.count == other.table.count && one.table.keys.allSatisfy { other.table.find($0) != nil })
        case (.builtin(let one), .builtin(let other)): return one === other
        case (.type(let one), .type(let other)): return one === other
        case (.other(let one), .other(let other)): return one === other || one.equalsAsKey(other)
        default:
            guard let one = left.wholeNumber, let other = right.wholeNumber else { return false }
            return one == other
        }
    }

    static func isHashable(_ object: Object) -> Bool {
        object.reference?.isHashable ?? true
    }

    static func hash(of object: Object) -> Int {
        var hasher = Hasher()
        switch object {
        case .none: hasher.combine(0)
        case .str(let text):
            var text = text
            text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        case .int, .bool: hasher.combine(object.wholeNumber ?? 0)
        case .float(let number):
            // Numbers that are equal must hash alike.
            if let whole = Int(exactly: number) { hasher.combine(whole) } else { hasher.combine(number) }
        case .builtin(let function): hasher.combine(ObjectIdentifier(function))
        case .type(let type): hasher.combine(ObjectIdentifier(type))
        default: object.reference?.hash(into: &hasher)
        }
        return hasher.finalize()
    }

    /// Python's `is`. Small values have no identity of their own here: equal ones of one type are the same.
    static func isSame(_ left: Object, _ right: Object) -> Bool {
        switch (left, right) {
        case (.none, .none): true
        case (.bool(let one), .bool(let other)): one == other
        case (.int(let one), .int(let other)): one == other
        case (.float(let one), .float(let other)): one == other
        case (.str(let one), .str(let other)): one == other
        case (.builtin(let one), .builtin(let other)): one === other
        case (.type(let one), .type(let other)): one === other
        default: left.reference.map { one in right.reference.map { one === $0 } ?? false } ?? false
        }
    }
}

extension Machine {
    func requireHashable(_ key: Object) throws {
        if case .str(let text) = key { return try charge(hashing: text) }
        // All of a tuple or a frozenset is gone through, each time it is looked for.
        if let reference = key.reference { try charge(steps: reference.weight >> 1) }
        if Equality.isHashable(key) { return }
        var culprit = key
        while case .tuple(let tuple) = culprit, let item = tuple.items.first(where: { !Equality.isHashable($0) }) {
            culprit = item
        }
        throw Raise.typeError("unhashable type: '\(culprit.type.name)'")
    }

    /// A key is hashed as a whole each time it is looked for; short ones are in the price of the step.
    @inline(__always)
    func charge(hashing key: String) throws {
        if key.utf8.count >= 512 { try charge(steps: key.utf8.count >> 6) }
    }

    /// Texts are compared to the first difference; short ones are in the price of the step.
    @inline(__always)
    func charge(comparing one: String, _ other: String) throws {
        let shorter = min(one.utf8.count, other.utf8.count)
        if shorter >= 512 { try charge(steps: shorter >> 8) }
    }

    /// What is looked for in a set; a set there stands for the frozenset equal to it.
    func requireSought(_ item: Object) throws {
        if case .set(let set) = item { return try charge(steps: set.weight >> 1) }
        try requireHashable(item)
    }

    /// Python's `==`.
    func equals(_ left: Object, _ right: Object, depth: Int = 0) throws -> Bool {
        switch (left, right) {
        case (.list(let one), .list(let other)):
            if one === other { return true }
            guard one.count == other.count else { return false }
            return try equals(one.items(self), other.items(self), depth: depth)
        case (.tuple(let one), .tuple(let other)):
            if one === other { return true }
            return try one.items.count == other.items.count && equals(one.items, other.items, depth: depth)
        case (.dict(let one), .dict(let other)):
            return try one === other || (one.count == other.count && equals(one, other, depth: depth))
        case (.other(let one), _):
            if let answer = try one.equals(right, self, depth: depth) { return answer }
            return try (right.other?.equals(left, self, depth: depth)) ?? Equality.isSame(left, right)
        case (_, .other(let other)): return try other.equals(left, self, depth: depth) ?? false
        default: return try equalsAsKeys(left, right)
        }
    }

    /// Apart from `equals`, whose frames are many when data is deep.
    private func equalsAsKeys(_ left: Object, _ right: Object) throws -> Bool {
        if case .set(let one) = left, case .set(let other) = right, one.table.count == other.table.count {
            try charge(steps: one.table.count)
        }
        if case .str(let one) = left, case .str(let other) = right { try charge(comparing: one, other) }
        return Equality.ofKeys(left, right)
    }

    private func equals(_ left: [Object], _ right: [Object], depth: Int) throws -> Bool {
        try deeper(depth, "comparison")
        try charge(steps: left.count)
        for (one, other) in zip(left, right) where try !equals(one, other, depth: depth + 1) { return false }
        return true
    }

    private func equals(_ left: DictObject, _ right: DictObject, depth: Int) throws -> Bool {
        try deeper(depth, "comparison")
        try charge(steps: left.count)
        for (key, value) in try left.entries(self) {
            guard let other = try right.value(at: key, self), try equals(value, other, depth: depth + 1) else {
                return false
            }
        }
        return true
    }

    /// Refuses to walk deeper into nested objects than they can sensibly be.
    func deeper(_ depth: Int, _ what: String) throws {
        if depth > Machine.deepest { throw Raise(.recursionError, "maximum recursion depth exceeded in \(what)") }
        if depth & 15 == 15 { try guardStack() }
    }
}

extension Object {
    var other: Reference? {
        if case .other(let reference) = self { reference } else { nil }
    }
}

extension String {
    /// Whether every code point is one byte.
    var isASCII: Bool { Texts.isASCII(self) }
}
