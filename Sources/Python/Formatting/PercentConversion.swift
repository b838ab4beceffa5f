/// One `%…` of a format: flags, width, precision, letter.
struct PercentConversion {
    let letter: Unicode.Scalar
    let flags: Set<UInt8>
    let width: Int
    let precision: Int?

    func text(of object: Object, at index: Int, _ machine: Machine) throws -> String {
        switch letter {
        case "s", "r", "a":
            let full = try machine.converted(object, letter)
            let cut = try precision.map { try Texts.slice(full, Slice(start: nil, stop: $0, step: nil)) }
            return try padded("", cut ?? full, zeros: false, machine)
        case "c": return try padded("", character(object), zeros: false, machine)
        case "d", "i", "u", "x", "X", "o": return try integer(object, machine)
        case "e", "E", "f", "F", "g", "G": return try float(object, machine)
        default:
            let code = String(letter.value, radix: 16)
            let shown = (31...126).contains(letter.value) ? String(letter) : "?"
            throw Raise.valueError("unsupported format character '\(shown)' (0x\(code)) at index \(index)")
        }
    }

    private func character(_ object: Object) throws -> String {
        if case .str(let text) = object, Texts.length(text) == 1 { return text }
        guard let number = object.wholeNumber else { throw Raise.typeError("%c requires int or char") }
        guard let code = UInt32(exactly: number), let scalar = Unicode.Scalar(code) else {
            throw Raise.overflow("%c arg not in range(0x110000)")
        }
        return String(scalar)
    }

    private func integer(_ object: Object, _ machine: Machine) throws -> String {
        let number: Int
        if let whole = object.wholeNumber {
            number = whole
        } else if case .float(let float) = object, letter == "d" || letter == "i" || letter == "u" {
            number = try Floats.whole(float)
        } else {
            let kind = letter == "d" || letter == "i" || letter == "u" ? "a real number" : "an integer"
            throw Raise.typeError("%\(letter) format: \(kind) is required, not \(object.type.name)")
        }
        let radix = letter == "x" || letter == "X" ? 16 : letter == "o" ? 8 : 10
        var digits = String(number.magnitude, radix: radix, uppercase: letter == "X")
        if let precision, precision > digits.utf8.count {
            try machine.charge(text: precision)
            digits = Texts.repeated("0", precision - digits.utf8.count) + digits
        }
        let marker = flags.contains(UInt8(ascii: "#")) && radix != 10 ? "0\(letter)" : ""
        return try padded(sign(number < 0) + marker, digits, zeros: true, machine)
    }

    private func float(_ object: Object, _ machine: Machine) throws -> String {
        guard let number = object.number else {
            throw Raise.typeError("must be real number, not \(object.type.name)")
        }
        let isAlternate = flags.contains(UInt8(ascii: "#"))
        let digits = precision ?? 6
        try machine.charge(bytes: digits + 400, steps: Cost.float + (digits >> 3))
        var body: String
        switch letter {
        case "e", "E": body = Decimals.scientific(number.magnitude, digits, isAlternate)
        case "f", "F": body = Decimals.fixed(number.magnitude, digits, isAlternate)
        default: body = Decimals.general(number.magnitude, digits, keepsPoint: false, isAlternate)
        }
        if letter == "E" || letter == "F" || letter == "G" { body = body.uppercased() }
        return try padded(sign(number.sign == .minus && !number.isNaN), body, zeros: true, machine)
    }

    private func sign(_ isNegative: Bool) -> String {
        if isNegative { return "-" }
        if flags.contains(UInt8(ascii: "+")) { return "+" }
        return flags.contains(UInt8(ascii: " ")) ? " " : ""
    }

    private func padded(_ prefix: String, _ body: String, zeros: Bool, _ machine: Machine) throws -> String {
        let missing = width - Texts.length(prefix) - Texts.length(body)
        guard missing > 0 else { return prefix + body }
        try machine.charge(text: width)
        if flags.contains(UInt8(ascii: "-")) { return prefix + body + Texts.repeated(" ", missing) }
        if zeros, flags.contains(UInt8(ascii: "0")) {
            return prefix + Texts.repeated("0", missing) + body
        }
        return Texts.repeated(" ", missing) + prefix + body
    }
}
