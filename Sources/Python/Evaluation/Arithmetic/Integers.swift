/// Exact 64-bit integers: what does not fit is an error, never a wrong number.
enum Integers {
    static func apply(_ operation: BinaryOperator, _ left: Int, _ right: Int) throws -> Object {
        switch operation {
        case .add: return .int(try exact(left.addingReportingOverflow(right)))
        case .subtract: return .int(try exact(left.subtractingReportingOverflow(right)))
        case .multiply: return .int(try exact(left.multipliedReportingOverflow(by: right)))
        case .divide: return .float(try divide(left, right))
        case .floorDivide: return .int(try floorDivide(left, right))
        case .modulo: return .int(try modulo(left, right))
        case .power: return try power(left, right)
        case .shiftLeft: return .int(try shiftLeft(left, right))
        case .shiftRight:
            if right < 0 { throw Raise.valueError("negative shift count") }
            return .int(left >> min(right, 63))
        case .and: return .int(left & right)
        case .or: return .int(left | right)
        case .xor: return .int(left ^ right)
        }
    }

    static func exact(_ result: (partialValue: Int, overflow: Bool)) throws -> Int {
        if result.overflow { throw Raise.overflow() }
        return result.partialValue
    }

    static func floorDivide(_ left: Int, _ right: Int) throws -> Int {
        if right == 0 { throw Raise.zeroDivision("integer division or modulo by zero") }
        let quotient = try exact(left.dividedReportingOverflow(by: right))
        return (left % right != 0) && ((left < 0) != (right < 0)) ? quotient - 1 : quotient
    }

    static func modulo(_ left: Int, _ right: Int) throws -> Int {
        if right == 0 { throw Raise.zeroDivision("integer modulo by zero") }
        // Int.min % -1 traps.
        if right == -1 { return 0 }
        let rest = left % right
        return rest != 0 && ((rest < 0) != (right < 0)) ? rest + right : rest
    }

    /// The float nearest to the exact quotient.
    static func divide(_ left: Int, _ right: Int) throws -> Double {
        if right == 0 { throw Raise.zeroDivision("division by zero") }
        let (one, other) = (left.magnitude, right.magnitude)
        if one <= 1 << 53, other <= 1 << 53 { return Double(left) / Double(right) }
        if one == 0 { return right < 0 ? -0.0 : 0 }
        // At least 63 bits of quotient; the lowest one stands for all that is cut off, so that rounding is right.
        let zeros = one.leadingZeroBitCount
        let numerator = UInt128(one << UInt64(zeros)) << 64
        let (quotient, rest) = numerator.quotientAndRemainder(dividingBy: UInt128(other))
        let rounded = Double(quotient | (rest == 0 ? 0 : 1))
        let magnitude = Double(sign: .plus, exponent: -64 - zeros, significand: rounded)
        return (left < 0) != (right < 0) ? -magnitude : magnitude
    }

    private static func shiftLeft(_ left: Int, _ right: Int) throws -> Int {
        if right < 0 { throw Raise.valueError("negative shift count") }
        if left == 0 { return 0 }
        guard right < 64 else { throw Raise.overflow() }
        let shifted = left << right
        guard shifted >> right == left else { throw Raise.overflow() }
        return shifted
    }

    static func power(_ base: Int, _ exponent: Int) throws -> Object {
        if exponent < 0 { return .float(try Floats.power(Double(base), Double(exponent))) }
        var result = 1
        var square = base
        var rest = exponent
        while rest > 0 {
            if rest & 1 == 1 { result = try exact(result.multipliedReportingOverflow(by: square)) }
            rest >>= 1
            if rest > 0 { square = try exact(square.multipliedReportingOverflow(by: square)) }
        }
        return .int(result)
    }
}
