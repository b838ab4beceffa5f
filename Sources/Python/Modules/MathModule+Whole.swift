extension MathModule {
    /// Functions of integers.
    static let whole: [BuiltinFunction] = [
        BuiltinFunction("gcd") { arguments, machine in
            try arguments.requireNoKeywords("gcd")
            try machine.charge(steps: arguments.count * Cost.division)
            var result: UInt = 0
            for argument in arguments.positional { result = divisor(result, try integer(argument).magnitude) }
            guard let number = Int(exactly: result) else { throw Raise.overflow() }
            return .int(number)
        },
        BuiltinFunction("lcm") { arguments, machine in
            try arguments.requireNoKeywords("lcm")
            try machine.charge(steps: arguments.count * Cost.division)
            var result = 1
            for argument in arguments.positional {
                guard let number = Int(exactly: try integer(argument).magnitude) else { throw Raise.overflow() }
                if number == 0 || result == 0 {
                    result = 0
                    continue
                }
                let shared = Int(divisor(UInt(result), UInt(number)))
                result = try Integers.exact((result / shared).multipliedReportingOverflow(by: number))
            }
            return .int(result)
        },
        BuiltinFunction("factorial") { arguments, machine in
            let number = try integer(arguments.one("math.factorial"))
            if number < 0 { throw Raise.valueError("factorial() not defined for negative values") }
            if number > 20 { throw Raise.overflow() }
            return .int(number < 2 ? 1 : (2...number).reduce(1, *))
        },
        BuiltinFunction("comb") { arguments, machine in
            try arguments.require(2...2, "comb")
            for argument in arguments.positional { _ = try integer(argument) }
            let (total, chosen) = try counts(arguments)
            if chosen > total { return .int(0) }
            var result: Int128 = 1
            for index in 0..<min(chosen, total - chosen) {
                try machine.step()
                result = result * Int128(total - index) / Int128(index + 1)
                if result > Int128(Int.max) { throw Raise.overflow() }
            }
            return .int(Int(result))
        },
        BuiltinFunction("perm") { arguments, machine in
            try arguments.require(1...2, "perm")
            if arguments[1]?.isNone ?? true, try integer(arguments.positional[0]) < 0 {
                throw Raise.valueError("factorial() not defined for negative values")
            }
            let (total, chosen) = try counts(arguments)
            if chosen > total { return .int(0) }
            var result = 1
            for index in 0..<chosen {
                try machine.step()
                result = try Integers.exact(result.multipliedReportingOverflow(by: total - index))
            }
            return .int(result)
        },
        BuiltinFunction("isqrt") { arguments, machine in
            let number = try integer(arguments.one("math.isqrt"))
            if number < 0 { throw Raise.valueError("isqrt() argument must be nonnegative") }
            var root = Int(Double(number).squareRoot())
            // The float may be off by one either way.
            while root > 3_037_000_499 || root * root > number { root -= 1 }
            while root < 3_037_000_499, (root + 1) * (root + 1) <= number { root += 1 }
            return .int(root)
        },
    ]

    private static func divisor(_ left: UInt, _ right: UInt) -> UInt {
        var (one, other) = (left, right)
        while other != 0 { (one, other) = (other, one % other) }
        return one
    }

    private static func counts(_ arguments: Arguments) throws -> (Int, Int) {
        let total = try integer(arguments.positional[0])
        let chosen = try arguments[1].map { try $0.isNone ? total : integer($0) } ?? total
        if total < 0 { throw Raise.valueError("n must be a non-negative integer") }
        if chosen < 0 { throw Raise.valueError("k must be a non-negative integer") }
        return (total, chosen)
    }

    /// Functions of sequences.
    static let sums: [BuiltinFunction] = [
        BuiltinFunction("prod") { arguments, machine in
            guard arguments.count == 1 else {
                throw Raise.typeError("prod() takes exactly 1 positional argument (\(arguments.count) given)")
            }
            var result = try arguments.keywords("start", of: "prod")[0] ?? .int(1)
            let cursor = try machine.cursor(over: arguments.positional[0])
            while let item = try cursor.next(machine) {
                try machine.step()
                result = try machine.binary(.multiply, result, item)
            }
            return result
        },
        BuiltinFunction("fsum") { arguments, machine in
            let cursor = try machine.cursor(over: arguments.one("math.fsum"))
            var numbers: [Double] = []
            while let item = try cursor.next(machine) {
                try machine.step()
                try machine.charge(bytes: 8)
                numbers.append(try number(item))
            }
            return .float(try ExactSum.of(numbers))
        },
    ]
}

/// A sum of floats that is rounded only once, by keeping what additions lose.
enum ExactSum {
    static func of(_ numbers: [Double]) throws -> Double {
        var partials: [Double] = []
        var special = 0.0
        for number in numbers {
            guard number.isFinite else {
                special += number
                continue
            }
            var rest = number
            var kept: [Double] = []
            for partial in partials {
                let (large, small) = rest.magnitude < partial.magnitude ? (partial, rest) : (rest, partial)
                let sum = large + small
                let lost = small - (sum - large)
                if lost != 0 { kept.append(lost) }
                rest = sum
            }
            if rest.isInfinite { throw Raise.overflow("intermediate overflow in fsum") }
            partials = kept + [rest]
        }
        if special != 0 || special.isNaN { return special }
        return total(partials)
    }

    /// The partials, which do not overlap, from the largest down; halves are rounded by what is left below.
    private static func total(_ partials: [Double]) -> Double {
        var rest = partials
        guard var sum = rest.popLast() else { return 0 }
        var lost = 0.0
        while let partial = rest.popLast() {
            let before = sum
            sum = before + partial
            lost = partial - (sum - before)
            if lost != 0 { break }
        }
        if let next = rest.last, (lost < 0 && next < 0) || (lost > 0 && next > 0) {
            let doubled = lost * 2
            let candidate = sum + doubled
            if candidate - sum == doubled { sum = candidate }
        }
        return sum
    }
}
