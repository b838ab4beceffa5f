extension Machine {
    /// `left operation right`
    func binary(
        _ operation: BinaryOperator, _ left: Object, _ right: Object, inPlace: Bool = false
    ) throws -> Object {
        switch (left, right) {
        case (.int(let one), .int(let other)): return try Integers.apply(operation, one, other)
        case (.float(let one), .float(let other)):
            if let result = try Floats.apply(operation, one, other) { return .float(result) }
        case (.str(let one), .str(let other)) where operation == .add: return .str(try joined(one, other))
        case (.bool(let one), .bool(let other)):
            switch operation {
            case .and: return .bool(one && other)
            case .or: return .bool(one || other)
            case .xor: return .bool(one != other)
            default: return try Integers.apply(operation, one ? 1 : 0, other ? 1 : 0)
            }
        default:
            if let result = try mixed(operation, left, right) { return result }
        }
        throw unsupported(operation, left, right, inPlace: inPlace)
    }

    private func mixed(_ operation: BinaryOperator, _ left: Object, _ right: Object) throws -> Object? {
        if let one = left.wholeNumber, let other = right.wholeNumber {
            return try Integers.apply(operation, one, other)
        }
        if let one = left.number, let other = right.number {
            return try Floats.apply(operation, one, other).map { .float($0) }
        }
        if case .other(let one) = left,
            let result = try one.binary(operation, right, reversed: false, self)
        {
            return result
        }
        if case .other(let other) = right { return try other.binary(operation, left, reversed: true, self) }
        switch operation {
        case .add: return try concatenated(left, right)
        case .multiply: return try repeated(left, right)
        case .modulo:
            if case .str(let format) = left { return .str(try percentFormat(format, right)) }
        case .or, .and, .xor, .subtract:
            if case .dict(let one) = left, case .dict(let other) = right, operation == .or {
                var table = try one.table(self)
                for (key, value) in try other.entries(self) { table.set(key, value) }
                return try newDict(table)
            }
            if case .set(let one) = left, case .set(let other) = right {
                return try Sets.combine(operation, one, other, self)
            }
        default: break
        }
        return nil
    }

    private func unsupported(
        _ operation: BinaryOperator, _ left: Object, _ right: Object, inPlace: Bool
    ) -> Raise {
        if operation == .add {
            switch left {
            case .str, .list, .tuple:
                let name = left.type.name
                return Raise.typeError("can only concatenate \(name) (not \"\(right.type.name)\") to \(name)")
            default: break
            }
        }
        if operation == .multiply {
            for (one, other) in [(left, right), (right, left)] {
                switch one {
                case .str, .list, .tuple:
                    return Raise.typeError("can't multiply sequence by non-int of type '\(other.type.name)'")
                default: break
                }
            }
        }
        let name = inPlace ? operation.rawValue + "=" : operation == .power ? "** or pow()" : operation.rawValue
        return Raise.typeError(
            "unsupported operand type(s) for \(name): '\(left.type.name)' and '\(right.type.name)'")
    }

    /// `left operation= right`: lists, sets and dictionaries change in place.
    func augmented(_ operation: BinaryOperator, _ left: Object, _ right: Object) throws -> Object {
        switch (operation, left, right) {
        case (.add, .list(let list), _):
            try extend(list, by: right)
            return left
        case (.multiply, .list(let list), _):
            guard case .list(let result)? = try repeated(left, right) else { break }
            let items = try result.items(self)
            try list.change(self) { $0 = items }
            return left
        case (.or, .dict(let dict), _):
            try update(dict, from: right)
            return left
        case (.or, .set(let set), .set(let other)), (.and, .set(let set), .set(let other)),
            (.subtract, .set(let set), .set(let other)), (.xor, .set(let set), .set(let other)):
            if set.isFrozen { break }
            guard case .set(let result) = try Sets.combine(operation, set, other, self) else { break }
            set.table = result.table
            return left
        default: break
        }
        return try binary(operation, left, right, inPlace: true)
    }

    func unary(_ operation: UnaryOperator, _ object: Object) throws -> Object {
        switch (operation, object) {
        case (.minus, .float(let number)): return .float(-number)
        case (.plus, .float(let number)): return .float(number)
        case (_, .other(let reference)):
            if let result = try reference.unary(operation, self) { return result }
        default: break
        }
        guard let number = object.wholeNumber else {
            throw Raise.typeError("bad operand type for unary \(operation.rawValue): '\(object.type.name)'")
        }
        switch operation {
        case .minus: return .int(try Integers.exact(0.subtractingReportingOverflow(number)))
        case .invert: return .int(~number)
        case .plus, .not: return .int(number)
        }
    }
}

extension Object {
    /// The float it is, integers being converted to the nearest.
    var number: Double? {
        switch self {
        case .float(let number): number
        case .int(let number): Double(number)
        case .bool(let flag): flag ? 1 : 0
        default: nil
        }
    }
}
