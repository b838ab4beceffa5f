extension Machine {
    /// `left operation right` of a comparison.
    func compare(_ operation: ComparisonOperator, _ left: Object, _ right: Object) throws -> Bool {
        switch operation {
        case .equal: return try equals(left, right)
        case .notEqual: return try !equals(left, right)
        case .is: return Equality.isSame(left, right)
        case .isNot: return !Equality.isSame(left, right)
        case .in: return try contains(right, left)
        case .notIn: return try !contains(right, left)
        case .less, .lessEqual, .greater, .greaterEqual: return try order(operation, left, right)
        }
    }

    /// `<`, `<=`, `>`, `>=`
    func order(_ operation: ComparisonOperator, _ left: Object, _ right: Object, depth: Int = 0) throws -> Bool {
        switch (left, right) {
        case (.int(let one), .int(let other)): return Self.holds(operation, one, other)
        case (.float(let one), .float(let other)): return Self.holds(operation, one, other)
        case (.str(let one), .str(let other)):
            try charge(comparing: one, other)
            return Self.holds(operation, Self.order(one, other), 0)
        case (.list(let one), .list(let other)):
            return try order(operation, one.items(self), other.items(self), depth: depth)
        case (.tuple(let one), .tuple(let other)): return try order(operation, one.items, other.items, depth: depth)
        case (.set(let one), .set(let other)): return try order(operation, one, other)
        default: break
        }
        if let order = Self.numberOrder(left, right) { return order.map { Self.holds(operation, $0, 0) } ?? false }
        if case .other(let one) = left, let order = try one.compare(right, self) {
            return Self.holds(operation, order, 0)
        }
        if case .other(let other) = right, let order = try other.compare(left, self) {
            return Self.holds(operation, 0, order)
        }
        throw Raise.typeError(
            "'\(operation.rawValue)' not supported between instances of '\(left.type.name)' and '\(right.type.name)'")
    }

    @inline(__always)
    private static func holds<T: Comparable>(_ operation: ComparisonOperator, _ left: T, _ right: T) -> Bool {
        switch operation {
        case .less: left < right
        case .lessEqual: left <= right
        case .greater: left > right
        default: left >= right
        }
    }

    /// By code point, which is the order of UTF-8.
    static func order(_ left: String, _ right: String) -> Int {
        if left.utf8.lexicographicallyPrecedes(right.utf8) { return -1 }
        return left == right ? 0 : 1
    }

    /// nil: not both numbers; nil within: a NaN.
    private static func numberOrder(_ left: Object, _ right: Object) -> Int?? {
        switch (left.wholeNumber, right.wholeNumber) {
        case (let one?, let other?): return one < other ? -1 : one == other ? 0 : 1
        case (let one?, nil):
            guard case .float(let other) = right else { return nil }
            return .some(Floats.order(one, other))
        case (nil, let other?):
            guard case .float(let one) = left else { return nil }
            return .some(Floats.order(other, one).map { -$0 })
        case (nil, nil): return nil
        }
    }

    private func order(_ operation: ComparisonOperator, _ left: SetObject, _ right: SetObject) throws -> Bool {
        switch operation {
        case .less: try Sets.isSubset(left, right, self) && left.table.count < right.table.count
        case .lessEqual: try Sets.isSubset(left, right, self)
        case .greater: try Sets.isSubset(right, left, self) && right.table.count < left.table.count
        default: try Sets.isSubset(right, left, self)
        }
    }

    private func order(
        _ operation: ComparisonOperator, _ left: [Object], _ right: [Object], depth: Int
    ) throws -> Bool {
        try deeper(depth, "comparison")
        for (one, other) in zip(left, right) {
            try step()
            if try !equals(one, other, depth: depth + 1) {
                return try order(operation, one, other, depth: depth + 1)
            }
        }
        return Self.holds(operation, left.count, right.count)
    }

    /// `item in container`
    func contains(_ container: Object, _ item: Object) throws -> Bool {
        switch container {
        case .str(let text):
            guard case .str(let part) = item else {
                throw Raise.typeError("'in <string>' requires string as left operand, not \(item.type.name)")
            }
            try charge(steps: (text.utf8.count >> 5) + (part.utf8.count >> 5))
            return Texts.find(part, in: text) != nil
        case .dict(let dict): return try dict.hasKey(item, self)
        case .set(let set):
            try requireSought(item)
            return set.table.find(item) != nil
        case .list(let list):
            for index in 0..<list.count where index < list.count {
                try step()
                if try isSameOrEqual(list.item(at: index, self), item) { return true }
            }
            return false
        case .tuple(let tuple):
            return try tuple.items.contains { other in
                try step()
                return try isSameOrEqual(other, item)
            }
        case .other(let reference):
            if let answer = try reference.contains(item, self) { return answer }
            guard let cursor = try reference.cursor(self) else { break }
            while let other = try cursor.next(self) {
                try step()
                if try isSameOrEqual(other, item) { return true }
            }
            return false
        default: break
        }
        throw Raise.typeError("argument of type '\(container.type.name)' is not iterable")
    }

    func isSameOrEqual(_ left: Object, _ right: Object) throws -> Bool {
        try equals(left, right)
    }

    /// Python's `bool(object)`.
    func isTrue(_ object: Object) throws -> Bool {
        switch object {
        case .none: false
        case .bool(let flag): flag
        case .int(let number): number != 0
        case .float(let number): number != 0
        case .str(let text): !text.isEmpty
        case .list(let list): list.count > 0
        case .dict(let dict): dict.count > 0
        case .tuple(let tuple): !tuple.items.isEmpty
        case .set(let set): set.table.count > 0
        case .builtin, .type: true
        case .other(let reference): try reference.isTrue(self)
        }
    }
}
