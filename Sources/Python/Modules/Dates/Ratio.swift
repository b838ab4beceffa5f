/// Exact division of lengths of time.
enum Ratio {
    static func floor(_ left: Int128, _ right: Int128) throws -> Int128 {
        if right == 0 { throw Raise.zeroDivision("integer division or modulo by zero") }
        let quotient = left / right
        return left % right != 0 && (left < 0) != (right < 0) ? quotient - 1 : quotient
    }

    /// Half to even.
    static func rounded(_ left: Int128, _ right: Int128) throws -> Int128 {
        let quotient = try floor(left, right)
        let rest = (left - quotient * right).magnitude
        let other = right.magnitude - rest
        if rest > other || (rest == other && quotient % 2 != 0) { return quotient + 1 }
        return quotient
    }

    /// As a float.
    static func divide(_ left: Int128, _ right: Int128) throws -> Double {
        if right == 0 { throw Raise.zeroDivision("division by zero") }
        if let one = Int(exactly: left), let other = Int(exactly: right) { return try Integers.divide(one, other) }
        return nearest(left.magnitude, right.magnitude, isNegative: (left < 0) != (right < 0))
    }

    /// The float nearest to the exact quotient of lengths beyond 64 bits (the longest have 67), bit by bit.
    private static func nearest(_ left: UInt128, _ right: UInt128, isNegative: Bool) -> Double {
        if left == 0 { return 0 }
        var (quotient, rest) = left.quotientAndRemainder(dividingBy: right)
        var exponent = 0
        while quotient >> 62 == 0 {
            rest <<= 1
            quotient <<= 1
            exponent -= 1
            if rest >= right {
                rest -= right
                quotient |= 1
            }
        }
        // The lowest bit stands for all that is cut off, so that rounding is right.
        let rounded = Double(quotient | (rest == 0 ? 0 : 1))
        return Double(sign: isNegative ? .minus : .plus, exponent: exponent, significand: rounded)
    }

    static func multiplied(_ length: Int128, _ factor: Double) throws -> Int128 {
        let (numerator, exponent) = try parts(factor)
        // 67 bits by 53 fit 128.
        let product = length * numerator
        if exponent >= 0 {
            guard exponent < 60, product.magnitude.leadingZeroBitCount > exponent + 1 else {
                throw Raise.overflow("days out of range")
            }
            return product << Int128(exponent)
        }
        return exponent < -125 ? 0 : try rounded(product, 1 << Int128(-exponent))
    }

    static func divided(_ length: Int128, _ divisor: Double) throws -> Int128 {
        let (numerator, exponent) = try parts(divisor)
        if numerator == 0 { return 0 }
        if exponent >= 0 {
            return exponent > 60 ? 0 : try rounded(length, numerator << Int128(exponent))
        }
        guard -exponent < 120, length.magnitude.leadingZeroBitCount > 1 - exponent else {
            // The float's own precision is all that is left of such a quotient.
            guard let result = Int128(exactly: (Double(length) / divisor).rounded(.toNearestOrEven)) else {
                throw Raise.overflow("days out of range")
            }
            return result
        }
        return try rounded(length << Int128(-exponent), numerator)
    }

    /// A float as `numerator × 2^exponent`.
    private static func parts(_ number: Double) throws -> (numerator: Int128, exponent: Int) {
        if number.isNaN { throw Raise.valueError("cannot convert NaN to integer ratio") }
        if number.isInfinite { throw Raise.overflow("cannot convert Infinity to integer ratio") }
        if number == 0 { return (0, 0) }
        let exponent = Int(number.exponent) - 52
        let scaled = Double(sign: number.sign, exponent: 52, significand: number.significand)
        var numerator = Int128(scaled)
        var shift = exponent
        while numerator % 2 == 0, shift < 0 {
            numerator /= 2
            shift += 1
        }
        return (numerator, shift)
    }
}
