extension Machine {
    /// `format(object, specification)`
    func format(_ object: Object, _ specification: String) throws -> String {
        switch object {
        case .str, .int, .float, .bool:
            if specification.isEmpty { return try text(of: object) }
        case .other(let reference): return try reference.formatted(specification, self)
        default:
            if specification.isEmpty { return try text(of: object) }
            throw Raise.typeError("unsupported format string passed to \(object.type.name).__format__")
        }
        let parsed = try FormatSpecification(specification, for: object.type.name)
        switch object {
        case .str(let text): return try formatted(text, parsed)
        case .float(let number): return try formatted(number, parsed)
        default:
            if case .bool(let flag) = object, parsed.type == nil || parsed.type == "s" {
                // A bool shows as its word only without a type and with a bare width.
                if parsed.type == "s" { throw unknown(parsed, "bool") }
                return try formatted(flag ? 1 : 0, parsed)
            }
            return try formatted(object.wholeNumber ?? 0, parsed)
        }
    }

    private func unknown(_ specification: FormatSpecification, _ type: String) -> Raise {
        let code = specification.type.map {
            $0.value > 32 && $0.value < 128 ? String($0) : "\\x" + String($0.value, radix: 16)
        }
        return Raise.valueError("Unknown format code '\(code ?? "")' for object of type '\(type)'")
    }

    private func formatted(_ text: String, _ specification: FormatSpecification) throws -> String {
        if let type = specification.type, type != "s" { throw unknown(specification, "str") }
        if let grouping = specification.grouping { throw Raise.valueError("Cannot specify '\(grouping)' with 's'.") }
        if let sign = specification.sign {
            throw Raise.valueError("\(sign == " " ? "Space" : "Sign") not allowed in string format specifier")
        }
        if specification.isAlternate {
            throw Raise.valueError("Alternate form (#) not allowed in string format specifier")
        }
        if specification.align == "=" {
            throw Raise.valueError("'=' alignment not allowed in string format specifier")
        }
        var body = text
        if let precision = specification.precision {
            body = try Texts.slice(text, Slice(start: nil, stop: precision, step: nil))
        }
        return try specification.padded("", body, standard: "<", self)
    }

    private func formatted(_ number: Int, _ specification: FormatSpecification) throws -> String {
        let type = specification.type ?? "d"
        switch type {
        case "e", "E", "f", "F", "g", "G", "%": return try formatted(Double(number), specification)
        case "d", "n", "b", "o", "x", "X", "c": break
        default: throw unknown(specification, "int")
        }
        if specification.precision != nil {
            throw Raise.valueError("Precision not allowed in integer format specifier")
        }
        if type == "c" { return try formattedCharacter(number, specification) }
        let radix = type == "b" ? 2 : type == "o" ? 8 : type == "x" || type == "X" ? 16 : 10
        let digits = String(number.magnitude, radix: radix, uppercase: type == "X")
        let marker = specification.isAlternate && radix != 10 ? "0\(type)" : ""
        let sign = Self.sign(isNegative: number < 0, specification)
        let body = try grouped(digits, specification, every: radix == 10 ? 3 : 4, Texts.length(sign + marker))
        return try specification.padded(sign + marker, body, standard: ">", self)
    }

    private func formattedCharacter(_ number: Int, _ specification: FormatSpecification) throws -> String {
        if specification.sign != nil {
            throw Raise.valueError("Sign not allowed with integer format specifier 'c'")
        }
        if specification.isAlternate {
            throw Raise.valueError("Alternate form (#) not allowed with integer format specifier 'c'")
        }
        guard let code = UInt32(exactly: number), let scalar = Unicode.Scalar(code) else {
            throw Raise.overflow("%c arg not in range(0x110000)")
        }
        return try specification.padded("", String(scalar), standard: ">", self)
    }

    static func sign(isNegative: Bool, _ specification: FormatSpecification) -> String {
        isNegative ? "-" : specification.sign.map { $0 == "-" ? "" : String($0) } ?? ""
    }

    /// Puts separators between digits; zeros that fill up to the width are grouped too.
    private func grouped(
        _ digits: String, _ specification: FormatSpecification, every size: Int, _ prefix: Int, _ suffix: String = ""
    ) throws -> String {
        guard let grouping = specification.grouping else { return digits + suffix }
        var count = Texts.length(digits), zeros = 0
        if specification.fill == "0", specification.align == "=" || specification.isZeroPadded {
            let room = specification.width - prefix - Texts.length(suffix)
            zeros = max(count, room * size / (size + 1)) - count
            while count + zeros + (count + zeros - 1) / size < room { zeros += 1 }
        }
        count += zeros
        try charge(text: count + count / size)
        var result = String.UnicodeScalarView()
        for index in 0..<zeros {
            if index > 0, (count - index) % size == 0 { result.append(grouping) }
            result.append("0")
        }
        for (index, digit) in zip(zeros..., digits.unicodeScalars) {
            if index > 0, (count - index) % size == 0 { result.append(grouping) }
            result.append(digit)
        }
        return String(result) + suffix
    }

    private func formatted(_ number: Double, _ specification: FormatSpecification) throws -> String {
        // CPython's code for "no type" is a zero byte.
        let type = specification.type == "\0" ? nil : specification.type
        if let type, !["e", "E", "f", "F", "g", "G", "n", "%"].contains(type) { throw unknown(specification, "float") }
        // Nothing a float has goes beyond this many digits that are not zeros.
        let precision = specification.precision ?? 6
        if precision > Int(Int32.max) { throw Raise.valueError("precision too big") }
        try charge(bytes: precision + 400, steps: Cost.float + (precision >> 3))
        var body: String
        switch type {
        case nil where specification.precision == nil: body = Floats.text(number.magnitude)
        case nil: body = Decimals.general(number.magnitude, precision, keepsPoint: true, specification.isAlternate)
        case "e", "E": body = Decimals.scientific(number.magnitude, precision, specification.isAlternate)
        case "f", "F": body = Decimals.fixed(number.magnitude, precision, specification.isAlternate)
        case "%": body = Decimals.fixed(number.magnitude * 100, precision, specification.isAlternate) + "%"
        default: body = Decimals.general(number.magnitude, precision, keepsPoint: false, specification.isAlternate)
        }
        if type == "E" || type == "F" || type == "G" { body = body.uppercased() }
        var isNegative = number.sign == .minus && !number.isNaN
        if isNegative, specification.noNegativeZero, !body.utf8.contains(where: { $0 > 0x30 && $0 <= 0x39 }) {
            isNegative = false
        }
        let sign = Self.sign(isNegative: isNegative, specification)
        if specification.grouping != nil, number.isFinite {
            let whole = String(body.prefix { $0.isASCII && $0.isNumber })
            body = try grouped(
                whole, specification, every: 3, Texts.length(sign), String(body.dropFirst(whole.count)))
        }
        return try specification.padded(sign, body, standard: ">", self)
    }
}
