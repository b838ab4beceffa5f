#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Python's arithmetic of floats, which refuses to divide by zero.
enum Floats {
    static func apply(_ operation: BinaryOperator, _ left: Double, _ right: Double) throws -> Double? {
        switch operation {
        case .add: return left + right
        case .subtract: return left - right
        case .multiply: return left * right
        case .divide:
            if right == 0 { throw Raise.zeroDivision("float division by zero") }
            return left / right
        case .floorDivide:
            if right == 0 { throw Raise.zeroDivision("float floor division by zero") }
            return divide(left, right).quotient
        case .modulo:
            if right == 0 { throw Raise.zeroDivision("float modulo") }
            return divide(left, right).rest
        case .power: return try power(left, right)
        case .shiftLeft, .shiftRight, .and, .or, .xor: return nil
        }
    }

    /// Floor division and modulo together; the rest has the sign of the divisor.
    static func divide(_ left: Double, _ right: Double) -> (quotient: Double, rest: Double) {
        var rest = left.truncatingRemainder(dividingBy: right)
        var quotient = (left - rest) / right
        if rest != 0 {
            if (right < 0) != (rest < 0) {
                rest += right
                quotient -= 1
            }
        } else {
            rest = Double(signOf: right, magnitudeOf: 0)
        }
        if quotient == 0 { return (Double(signOf: left / right, magnitudeOf: 0), rest) }
        var whole = quotient.rounded(.down)
        if quotient - whole > 0.5 { whole += 1 }
        return (whole, rest)
    }

    static func power(_ base: Double, _ exponent: Double) throws -> Double {
        if base == 0, exponent < 0 {
            throw Raise.zeroDivision("0.0 cannot be raised to a negative power")
        }
        if base < 0, base.isFinite, exponent.isFinite, exponent != exponent.rounded(.towardZero) {
            throw Raise.valueError("complex numbers are not supported")
        }
        let result = pow(base, exponent)
        if result.isInfinite, base.isFinite, exponent.isFinite {
            throw Raise.overflow("(34, 'Numerical result out of range')")
        }
        return result
    }

    /// The integer `number` stands for; refuses what has none.
    static func whole(_ number: Double) throws -> Int {
        if number.isNaN { throw Raise.valueError("cannot convert float NaN to integer") }
        if number.isInfinite { throw Raise.overflow("cannot convert float infinity to integer") }
        guard let whole = Int(exactly: number.rounded(.towardZero)) else { throw Raise.overflow() }
        return whole
    }

    /// -1, 0 or 1 by exact value; nil for NaN.
    static func order(_ left: Int, _ right: Double) -> Int? {
        if right.isNaN { return nil }
        if right >= 0x1p63 { return -1 }
        if right < -0x1p63 { return 1 }
        let down = right.rounded(.down)
        let whole = Int(down)
        if left != whole { return left < whole ? -1 : 1 }
        return down < right ? -1 : 0
    }
}
