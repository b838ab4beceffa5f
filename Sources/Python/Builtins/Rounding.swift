/// `round(…)`: half to even, from the exact value.
enum Rounding {
    static func round(_ number: Object, _ digits: Object, _ machine: Machine) throws -> Object {
        if case .float(let float) = number {
            try machine.charge(steps: Cost.float)
            guard let places = digits.wholeNumber else {
                guard digits.isNone else { throw notInteger(digits) }
                return .int(try Floats.whole(float.rounded(.toNearestOrEven)))
            }
            return .float(try rounded(float, places))
        }
        guard let whole = number.wholeNumber else {
            throw Raise.typeError("type \(number.type.name) doesn't define __round__ method")
        }
        guard let places = digits.wholeNumber else {
            guard digits.isNone else { throw notInteger(digits) }
            return .int(whole)
        }
        return .int(try rounded(whole, places))
    }

    private static func notInteger(_ object: Object) -> Raise {
        Raise.typeError("'\(object.type.name)' object cannot be interpreted as an integer")
    }

    private static func rounded(_ number: Int, _ places: Int) throws -> Int {
        if places >= 0 || number == 0 { return number }
        // 10^19 is more than twice any 64-bit integer but for those above 5 × 10^18.
        if places < -19 { return 0 }
        var unit: Int128 = 1
        for _ in 0 ..< -places { unit *= 10 }
        let wide = Int128(number)
        var quotient = wide / unit
        let twice = (wide % unit).magnitude * 2
        if twice > unit.magnitude || (twice == unit.magnitude && quotient % 2 != 0) { quotient += wide < 0 ? -1 : 1 }
        guard let result = Int(exactly: quotient * unit) else { throw Raise.overflow() }
        return result
    }

    private static func rounded(_ number: Double, _ places: Int) throws -> Double {
        guard number.isFinite else { return number }
        if places > 323 { return number }
        if places < -308 { return Double(signOf: number, magnitudeOf: 0) }
        let text =
            places >= 0
            ? Decimals.fixed(number.magnitude, places, false)
            : roundedBeforePoint(number.magnitude, -places)
        guard let result = Double(text), result.isFinite else {
            throw Raise.overflow("rounded value too large to represent")
        }
        return Double(signOf: number, magnitudeOf: result)
    }

    /// The exact decimal digits, cut `places` before the point and rounded half to even.
    private static func roundedBeforePoint(_ number: Double, _ places: Int) -> String {
        // A double of 1 or more has at most 52 binary, hence decimal, places.
        let exact = Decimals.fixed(number, 60, false)
        let parts = exact.split(separator: ".")
        var digits = parts[0].utf8.map { Int($0 - 0x30) }
        let fraction = parts.count > 1 ? parts[1].utf8.map { Int($0 - 0x30) } : []
        while digits.count <= places { digits.insert(0, at: 0) }
        let cut = digits.count - places
        let rest = digits[cut...] + fraction
        var kept = Array(digits[..<cut])
        let first = rest.first ?? 0
        let isHalf = first == 5 && rest.dropFirst().allSatisfy { $0 == 0 }
        if first > 5 || (first == 5 && !isHalf) || (isHalf && (kept.last ?? 0) % 2 == 1) {
            var index = kept.count - 1
            while index >= 0, kept[index] == 9 {
                kept[index] = 0
                index -= 1
            }
            if index >= 0 { kept[index] += 1 } else { kept.insert(1, at: 0) }
        }
        return kept.map(String.init).joined() + String(repeating: "0", count: places)
    }
}
