/// Union, intersection, difference, symmetric difference.
enum Sets {
    static func combine(
        _ operation: BinaryOperator, _ left: SetObject, _ right: SetObject, _ machine: Machine
    ) throws -> Object {
        try machine.charge(
            bytes: (left.table.count + right.table.count) * 40, steps: left.table.count + right.table.count)
        var result = Table()
        switch operation {
        case .or:
            result = left.table
            for key in right.table.keys { result.insert(key) }
        case .and:
            // Of equal keys (1, True) CPython keeps the smaller set's.
            let (one, other) = right.table.count > left.table.count ? (left, right) : (right, left)
            for key in one.table.keys where other.table.find(key) != nil { result.insert(key) }
        default:
            for key in left.table.keys where right.table.find(key) == nil { result.insert(key) }
            if operation == .xor {
                for key in right.table.keys where left.table.find(key) == nil { result.insert(key) }
            }
        }
        return try machine.newSet(result, isFrozen: left.isFrozen)
    }

    /// Of equal ones (1, True) CPython keeps those of a sequence that is no set.
    static func intersection(of set: SetObject, with items: [Object], _ machine: Machine) throws -> Object {
        try machine.charge(bytes: items.count * 40, steps: items.count)
        var result = Table()
        for item in items {
            try machine.requireHashable(item)
            if set.table.find(item) != nil { result.insert(item) }
        }
        return try machine.newSet(result, isFrozen: set.isFrozen)
    }

    static func isSubset(_ left: SetObject, _ right: SetObject, _ machine: Machine) throws -> Bool {
        if left.table.count > right.table.count { return false }
        try machine.charge(steps: left.table.count)
        return left.table.keys.allSatisfy { right.table.find($0) != nil }
    }
}
