extension Builtins {
    static let numeric: [BuiltinFunction] = [
        BuiltinFunction("abs") { arguments, machine in
            let object = try arguments.one("abs")
            if case .float(let number) = object { return .float(number.magnitude) }
            if case .other(let reference) = object, let result = try reference.attribute("__abs__", machine) {
                return result
            }
            guard let number = object.wholeNumber else {
                throw Raise.typeError("bad operand type for abs(): '\(object.type.name)'")
            }
            return .int(number < 0 ? try Integers.exact(0.subtractingReportingOverflow(number)) : number)
        },
        BuiltinFunction("round") { arguments, machine in
            let matched = try arguments.matched(["number", "ndigits"], required: 1, "round")
            return try Rounding.round(matched[0] ?? .none, matched[1] ?? .none, machine)
        },
        BuiltinFunction("divmod") { arguments, machine in
            try arguments.require(2...2, "divmod")
            let (one, other) = (arguments.positional[0], arguments.positional[1])
            if !(one.other is TimeDeltaObject), !(other.other is TimeDeltaObject) {
                guard let number = one.number, let divisor = other.number else {
                    throw Raise.typeError(
                        "unsupported operand type(s) for divmod(): '\(one.type.name)' and '\(other.type.name)'")
                }
                let isWhole = one.wholeNumber != nil && other.wholeNumber != nil
                if divisor == 0, !isWhole { throw Raise.zeroDivision("float divmod()") }
                if !isWhole {
                    let (quotient, rest) = Floats.divide(number, divisor)
                    return try machine.newTuple([.float(quotient), .float(rest)])
                }
            }
            let quotient = try machine.binary(.floorDivide, one, other)
            return try machine.newTuple([quotient, machine.binary(.modulo, one, other)])
        },
        BuiltinFunction("pow") { arguments, machine in
            let matched = try arguments.matched(["base", "exp", "mod"], required: 2, "pow")
            let (base, exponent) = (matched[0] ?? .none, matched[1] ?? .none)
            guard let modulus = matched[2], !modulus.isNone else {
                return try machine.binary(.power, base, exponent)
            }
            guard let wholeBase = base.wholeNumber, let wholeExponent = exponent.wholeNumber,
                let wholeModulus = modulus.wholeNumber
            else { throw notPowers(base, exponent, modulus) }
            try machine.charge(steps: Cost.number)
            return .int(try modularPower(wholeBase, wholeExponent, wholeModulus))
        },
        BuiltinFunction("chr") { arguments, machine in
            let object = try arguments.one("chr")
            guard let number = object.wholeNumber else {
                throw Raise.typeError("'\(object.type.name)' object cannot be interpreted as an integer")
            }
            guard Int32(exactly: number) != nil else {
                throw Raise.overflow("Python int too large to convert to C int")
            }
            guard let code = UInt32(exactly: number), let scalar = Unicode.Scalar(code) else {
                throw Raise.valueError("chr() arg not in range(0x110000)")
            }
            return .str(String(scalar))
        },
        BuiltinFunction("ord") { arguments, machine in
            let object = try arguments.one("ord")
            guard let text = object.text else {
                throw Raise.typeError("ord() expected string of length 1, but \(object.type.name) found")
            }
            let scalars = text.unicodeScalars
            guard let scalar = scalars.first, scalars.count == 1 else {
                throw Raise.typeError("ord() expected a character, but string of length \(scalars.count) found")
            }
            return .int(Int(scalar.value))
        },
        radix("hex", 16, "0x"), radix("oct", 8, "0o"), radix("bin", 2, "0b"),
    ]

    private static func radix(_ name: String, _ radix: Int, _ prefix: String) -> BuiltinFunction {
        BuiltinFunction(name) { arguments, machine in
            let object = try arguments.one(name)
            guard let number = object.wholeNumber else {
                throw Raise.typeError("'\(object.type.name)' object cannot be interpreted as an integer")
            }
            return .str((number < 0 ? "-" : "") + prefix + String(number.magnitude, radix: radix))
        }
    }

    private static func notPowers(_ base: Object, _ exponent: Object, _ modulus: Object) -> Raise {
        let all = [base, exponent, modulus]
        if all.contains(where: { $0.wholeNumber == nil && $0.number != nil }) {
            return Raise.typeError("pow() 3rd argument not allowed unless all arguments are integers")
        }
        let names = all.map { "'\($0.type.name)'" }.joined(separator: ", ")
        return Raise.typeError("unsupported operand type(s) for ** or pow(): \(names)")
    }

    /// `x` with `base * x % modulus == 1`, by Euclid's algorithm; nil if there is none.
    private static func inverse(of base: Int, modulo modulus: Int) -> Int128? {
        let wide = Int128(modulus.magnitude)
        var (one, other) = ((Int128(base) % wide + wide) % wide, wide)
        var (factor, next): (Int128, Int128) = (1, 0)
        while other != 0 {
            let quotient = one / other
            (one, other) = (other, one - quotient * other)
            (factor, next) = (next, factor - quotient * next)
        }
        return one == 1 ? (factor % wide + wide) % wide : nil
    }

    private static func modularPower(_ base: Int, _ exponent: Int, _ modulus: Int) throws -> Int {
        if modulus == 0 { throw Raise.valueError("pow() 3rd argument cannot be 0") }
        let wide = Int128(modulus)
        var result: Int128 = 1
        var square = Int128(base) % wide
        var rest = exponent.magnitude
        if exponent < 0 {
            guard let inverse = inverse(of: base, modulo: modulus) else {
                throw Raise.valueError("base is not invertible for the given modulus")
            }
            square = inverse
        }
        while rest > 0 {
            if rest & 1 == 1 { result = result * square % wide }
            square = square * square % wide
            rest >>= 1
        }
        result %= wide
        if result != 0, (result < 0) != (wide < 0) { result += wide }
        return Int(result)
    }

    static let makeBool: PythonType.Maker = { arguments, machine in
        try arguments.require(0...1, "bool")
        return .bool(try arguments[0].map { try machine.isTrue($0) } ?? false)
    }

    static let makeInt: PythonType.Maker = { arguments, machine in
        let matched = try arguments.matched(["", "base"], "int")
        guard let object = matched[0] else {
            if matched[1] != nil { throw Raise.typeError("int() missing string argument") }
            return .int(0)
        }
        if let base = matched[1] {
            let radix = try MathModule.integer(base)
            guard radix == 0 || (2...36).contains(radix) else {
                throw Raise.valueError("int() base must be >= 2 and <= 36, or 0")
            }
            guard let text = object.text else {
                throw Raise.typeError("int() can't convert non-string with explicit base")
            }
            try machine.charge(steps: Cost.number + (text.utf8.count >> Cost.scalars))
            return .int(try NumberText.integer(text, radix: radix))
        }
        switch object {
        case .float(let number): return .int(try Floats.whole(number))
        case .str(let text):
            try machine.charge(steps: Cost.number + (text.utf8.count >> Cost.scalars))
            return .int(try NumberText.integer(text, radix: 10))
        default:
            if let number = object.wholeNumber { return .int(number) }
            throw Raise.typeError(
                "int() argument must be a string, a bytes-like object or a real number, not '\(object.type.name)'")
        }
    }

    static let makeFloat: PythonType.Maker = { arguments, machine in
        try arguments.require(0...1, "float")
        guard let object = arguments[0] else { return .float(0) }
        if case .str(let text) = object {
            try machine.charge(steps: Cost.float + (text.utf8.count >> Cost.scalars))
            return .float(try NumberText.float(text))
        }
        if let number = object.number { return .float(number) }
        throw Raise.typeError("float() argument must be a string or a real number, not '\(object.type.name)'")
    }
}
