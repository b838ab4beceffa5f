extension Lexer {
    /// An integer or a float. What follows directly (`1abc`) is the parser's to refuse.
    mutating func readNumber(from start: Int, at position: SourcePosition) throws(ScriptSyntaxError) {
        if peek() == UInt8(ascii: "0"), let radix = radix(of: peek(1)) {
            offset += 2
            let digits = try readDigits(radix: radix, at: position, afterPrefix: true)
            return try emitInteger(digits, radix: radix, from: start, at: position)
        }
        var digits = peek().isDigit ? try readDigits(radix: 10, at: position) : ""
        var isFloat = false
        if peek() == UInt8(ascii: ".") {
            isFloat = true
            offset += 1
            digits += "."
            digits += peek().isDigit ? try readDigits(radix: 10, at: position) : "0"
        }
        if peek() | 0x20 == UInt8(ascii: "e"), startsExponent {
            isFloat = true
            digits += "e"
            offset += 1
            if !peek().isDigit {
                digits += peek() == UInt8(ascii: "-") ? "-" : ""
                offset += 1
            }
            digits += try readDigits(radix: 10, at: position)
        }
        if peek() | 0x20 == UInt8(ascii: "j") { throw position.error("complex numbers are not supported") }
        guard isFloat else {
            if digits.utf8.first == UInt8(ascii: "0"), digits.utf8.contains(where: { $0 != UInt8(ascii: "0") }) {
                throw position.error("an integer cannot begin with 0; use 0o for octal")
            }
            return try emitInteger(digits, radix: 10, from: start, at: position)
        }
        if digits.utf8.first == UInt8(ascii: ".") { digits = "0" + digits }
        guard let number = Double(digits) else { throw position.error("not a number") }
        emit(.float(number), from: start, at: position)
    }

    private var startsExponent: Bool {
        peek(1).isDigit
            || ((peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-")) && peek(2).isDigit)
    }

    private func radix(of letter: UInt8) -> Int? {
        switch letter | 0x20 {
        case UInt8(ascii: "x"): 16
        case UInt8(ascii: "o"): 8
        case UInt8(ascii: "b"): 2
        default: nil
        }
    }

    private mutating func emitInteger(
        _ digits: String, radix: Int, from start: Int, at position: SourcePosition
    ) throws(ScriptSyntaxError) {
        // 2^63 itself is accepted for the sake of -2^63; the parser checks.
        guard let magnitude = UInt64(digits, radix: radix), magnitude <= 1 << 63 else {
            throw position.error("integer outside 64 bits")
        }
        emit(.integer(magnitude), from: start, at: position)
    }

    /// Digits with single underscores between them, which are left out.
    private mutating func readDigits(
        radix: Int, at position: SourcePosition, afterPrefix: Bool = false
    ) throws(ScriptSyntaxError) -> String {
        var digits: [UInt8] = []
        var mayTakeUnderscore = afterPrefix
        while true {
            if peek() == UInt8(ascii: "_") {
                guard mayTakeUnderscore else { throw position.error("misplaced `_` in a number") }
                mayTakeUnderscore = false
            } else if Character(Unicode.Scalar(peek())).hexDigitValue.map({ $0 < radix }) ?? false {
                digits.append(peek())
                mayTakeUnderscore = true
            } else {
                break
            }
            offset += 1
        }
        guard !digits.isEmpty, bytes[offset - 1] != UInt8(ascii: "_") else {
            throw position.error("digits are missing in a number")
        }
        return String(decoding: digits, as: UTF8.self)
    }
}
