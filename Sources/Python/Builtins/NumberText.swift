/// Numbers read from text, as `int(…)` and `float(…)` do.
enum NumberText {
    static func integer(_ text: String, radix: Int) throws -> Int {
        func refused() -> Raise {
            let shown = String(Texts.quoted(text).unicodeScalars.prefix(200))
            return Raise.valueError("invalid literal for int() with base \(radix): \(shown)")
        }
        var digits = Substring(Texts.stripped(text))
        let isNegative = digits.first == "-"
        if digits.first == "-" || digits.first == "+" { digits = digits.dropFirst() }
        var radix = radix
        let prefixes: [(String, Int)] = [("0x", 16), ("0o", 8), ("0b", 2)]
        for (prefix, base) in prefixes where digits.lowercased().hasPrefix(prefix) && (radix == 0 || radix == base) {
            digits = digits.dropFirst(2)
            if digits.first == "_" { digits = digits.dropFirst() }
            radix = base
        }
        guard let plain = withoutUnderscores(asciiDigits(digits)), !plain.isEmpty, plain.first != "+",
            plain.first != "-",
            // As a literal has it: no zeros before a decimal number.
            radix != 0 || plain.first != "0" || plain.allSatisfy({ $0 == "0" })
        else { throw refused() }
        if radix == 0 { radix = 10 }
        if let number = Int((isNegative ? "-" : "") + plain, radix: radix) { return number }
        let isNumber = plain.allSatisfy { digit in
            digit.isASCII && (Int(String(digit), radix: 36).map { $0 < radix } ?? false)
        }
        throw isNumber ? Raise.overflow() : refused()
    }

    static func float(_ text: String) throws -> Double {
        func refused() -> Raise { Raise.valueError("could not convert string to float: \(Texts.quoted(text))") }
        let stripped = asciiDigits(Substring(Texts.stripped(text)))
        switch stripped.lowercased() {
        case "inf", "+inf", "infinity", "+infinity": return .infinity
        case "-inf", "-infinity": return -.infinity
        case "nan", "+nan", "-nan": return .nan
        default: break
        }
        guard let plain = withoutUnderscores(stripped), plain.utf8.contains(where: \.isDigit),
            plain.utf8.allSatisfy({ $0.isDigit || "+-.eE".utf8.contains($0) })
        else { throw refused() }
        // Swift wants a digit on both sides of the point.
        var padded = ""
        var previous: UInt8 = 0
        for byte in plain.utf8 {
            if byte == UInt8(ascii: "."), !previous.isDigit { padded += "0" }
            if previous == UInt8(ascii: "."), !byte.isDigit { padded += "0" }
            padded.unicodeScalars.append(Unicode.Scalar(byte))
            previous = byte
        }
        if previous == UInt8(ascii: ".") { padded += "0" }
        guard plain != ".", let number = Double(padded) else { throw refused() }
        return number
    }

    /// Single underscores between digits are only for the eye; nil where they stand elsewhere.
    private static func withoutUnderscores(_ text: String) -> String? {
        guard text.utf8.contains(UInt8(ascii: "_")) else { return text }
        let bytes = Array(text.utf8)
        for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "_") {
            guard index > 0, index + 1 < bytes.count, bytes[index - 1].isWordByte, bytes[index + 1].isWordByte,
                bytes[index - 1] != byte, bytes[index + 1] != byte
            else { return nil }
        }
        return Texts.text(bytes.filter { $0 != UInt8(ascii: "_") })
    }

    /// Decimal digits of any script as ASCII.
    private static func asciiDigits(_ text: Substring) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return String(text) }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar.properties.generalCategory == .decimalNumber, let value = scalar.properties.numericValue {
                result.append(contentsOf: String(Int(value)).unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }
}
