#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// `math`
enum MathModule {
    static let members = Modules.table(
        roundings + powers + angles + checks + whole + sums,
        [
            "pi": .float(.pi), "e": .float(M_E), "tau": .float(.pi * 2), "inf": .float(.infinity), "nan": .float(.nan),
        ])

    static func number(_ object: Object) throws -> Double {
        guard let number = object.number else {
            throw Raise.typeError("must be real number, not \(object.type.name)")
        }
        return number
    }

    static func integer(_ object: Object) throws -> Int {
        guard let number = object.wholeNumber else {
            throw Raise.typeError("'\(object.type.name)' object cannot be interpreted as an integer")
        }
        return number
    }

    /// A function of one float; a NaN from a number is an error, as is an infinity.
    private static func function(_ name: String, _ body: @escaping @Sendable (Double) -> Double) -> BuiltinFunction {
        BuiltinFunction(name) { arguments, machine in
            let number = try number(arguments.one("math.\(name)"))
            return .float(try checked(body(number), number.isNaN, number.isInfinite))
        }
    }

    private static func checked(_ result: Double, _ hadNaN: Bool, _ hadInfinity: Bool) throws -> Double {
        if result.isNaN, !hadNaN { throw Raise.valueError("math domain error") }
        if result.isInfinite, !hadInfinity, !hadNaN { throw Raise.overflow("math range error") }
        return result
    }

    private static let roundings: [BuiltinFunction] = [
        rounding("ceil", .up), rounding("floor", .down), rounding("trunc", .towardZero),
        function("fabs") { $0.magnitude },
    ]

    private static func rounding(_ name: String, _ rule: FloatingPointRoundingRule) -> BuiltinFunction {
        BuiltinFunction(name) { arguments, machine in
            let object = try arguments.one("math.\(name)")
            if let whole = object.wholeNumber { return .int(whole) }
            if name == "trunc", object.number == nil {
                throw Raise.typeError("type \(object.type.name) doesn't define __trunc__ method")
            }
            return .int(try Floats.whole(number(object).rounded(rule)))
        }
    }

    private static let powers: [BuiltinFunction] = [
        function("sqrt") { $0.squareRoot() }, function("exp") { exp($0) }, function("expm1") { expm1($0) },
        function("cbrt") { cbrt($0) },
        logarithm("log2") { log2($0) }, logarithm("log10") { log10($0) }, logarithm("log1p", above: -1) { log1p($0) },
        BuiltinFunction("log") { arguments, machine in
            try arguments.require(1...2, "log")
            let value = try positive(arguments.positional[0])
            guard let base = arguments[1] else { return .float(log(value)) }
            let divisor = log(try positive(base))
            if divisor == 0 { throw Raise.zeroDivision("float division by zero") }
            return .float(log(value) / divisor)
        },
        BuiltinFunction("pow") { arguments, machine in
            try arguments.require(2...2, "pow")
            let (base, exponent) = (try number(arguments.positional[0]), try number(arguments.positional[1]))
            if base == 0, exponent < 0, exponent.isFinite { throw Raise.valueError("math domain error") }
            let result = pow(base, exponent)
            return .float(
                try checked(result, base.isNaN || exponent.isNaN, base.isInfinite || exponent.isInfinite))
        },
    ]

    private static func positive(_ object: Object) throws -> Double {
        let value = try number(object)
        if value <= 0 { throw Raise.valueError("math domain error") }
        return value
    }

    private static func logarithm(
        _ name: String, above bound: Double = 0, _ body: @escaping @Sendable (Double) -> Double
    ) -> BuiltinFunction {
        BuiltinFunction(name) { arguments, machine in
            let value = try number(arguments.one("math.\(name)"))
            if value <= bound { throw Raise.valueError("math domain error") }
            return .float(body(value))
        }
    }

    private static let angles: [BuiltinFunction] = [
        function("sin") { sin($0) }, function("cos") { cos($0) }, function("tan") { tan($0) },
        function("asin") { asin($0) }, function("acos") { acos($0) }, function("atan") { atan($0) },
        function("sinh") { sinh($0) }, function("cosh") { cosh($0) }, function("tanh") { tanh($0) },
        function("degrees") { $0 * (180 / .pi) }, function("radians") { $0 * (.pi / 180) },
        two("atan2") { atan2($0, $1) }, two("copysign") { Double(signOf: $1, magnitudeOf: $0) },
        BuiltinFunction("hypot") { arguments, machine in
            try arguments.requireNoKeywords("hypot")
            return .float(try arguments.positional.reduce(0.0) { hypot($0, try number($1)) })
        },
        BuiltinFunction("fmod") { arguments, machine in
            try arguments.require(2...2, "fmod")
            let (one, other) = (try number(arguments.positional[0]), try number(arguments.positional[1]))
            if one.isNaN || other.isNaN { return .float(.nan) }
            if other == 0 || one.isInfinite { throw Raise.valueError("math domain error") }
            return .float(one.truncatingRemainder(dividingBy: other))
        },
    ]

    private static func two(_ name: String, _ body: @escaping @Sendable (Double, Double) -> Double) -> BuiltinFunction {
        BuiltinFunction(name) { arguments, machine in
            try arguments.require(2...2, name)
            return .float(body(try number(arguments.positional[0]), try number(arguments.positional[1])))
        }
    }

    private static let checks: [BuiltinFunction] = [
        check("isnan") { $0.isNaN }, check("isinf") { $0.isInfinite }, check("isfinite") { $0.isFinite },
        BuiltinFunction("isclose") { arguments, machine in
            guard arguments.count <= 2 else {
                throw Raise.typeError("isclose() takes exactly 2 positional arguments (\(arguments.count) given)")
            }
            let matched = try arguments.matched(["a", "b", "rel_tol", "abs_tol"], required: 2, "isclose")
            let numbers = try matched.map { try $0.map { try number($0) } }
            let (one, other) = (numbers[0] ?? 0, numbers[1] ?? 0)
            let (relative, absolute) = (numbers[2] ?? 1e-9, numbers[3] ?? 0)
            if relative < 0 || absolute < 0 { throw Raise.valueError("tolerances must be non-negative") }
            if one == other { return .bool(true) }
            if one.isInfinite || other.isInfinite { return .bool(false) }
            let gap = (other - one).magnitude
            return .bool(gap <= max((relative * other).magnitude, (relative * one).magnitude, absolute))
        },
    ]

    private static func check(_ name: String, _ body: @escaping @Sendable (Double) -> Bool) -> BuiltinFunction {
        BuiltinFunction(name) { arguments, machine in .bool(body(try number(arguments.one("math.\(name)")))) }
    }
}
