/// How a piece of quoted text is delimited.
struct Quoting {
    let quote: UInt8
    let isTriple: Bool
    let isRaw: Bool
}

extension Lexer {
    mutating func readString(
        prefix: String, from start: Int, at position: SourcePosition
    ) throws(ScriptSyntaxError) {
        let quote = peek()
        let isTriple = peek(1) == quote && peek(2) == quote
        offset += isTriple ? 3 : 1
        let quoting = Quoting(quote: quote, isTriple: isTriple, isRaw: prefix.contains("r"))
        if prefix.contains("f") { return try readFormat(quoting, from: start, at: position) }
        var content: [UInt8] = []
        while !endsHere(quoting) {
            try readCharacter(into: &content, quoting, at: position)
        }
        offset += isTriple ? 3 : 1
        emit(.string(String(decoding: content, as: UTF8.self)), from: start, at: position)
    }

    func endsHere(_ quoting: Quoting) -> Bool {
        !atEnd && peek() == quoting.quote
            && (!quoting.isTriple || (peek(1) == quoting.quote && peek(2) == quoting.quote))
    }

    /// One byte of text, one escape sequence or one line's end.
    mutating func readCharacter(
        into content: inout [UInt8], _ quoting: Quoting, at position: SourcePosition
    ) throws(ScriptSyntaxError) {
        if atEnd { throw position.error("text without its closing quote") }
        let byte = peek()
        if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
            if !quoting.isTriple { throw position.error("text without its closing quote") }
            content.append(UInt8(ascii: "\n"))
            skipLineEnd()
        } else if byte == UInt8(ascii: "\\") {
            if quoting.isRaw {
                try readRawBackslash(into: &content, at: position)
            } else {
                try readEscape(into: &content)
            }
        } else {
            content.append(byte)
            offset += 1
        }
    }

    /// In raw text a backslash keeps the quote after it from ending the text, and both stay.
    private mutating func readRawBackslash(
        into content: inout [UInt8], at position: SourcePosition
    ) throws(ScriptSyntaxError) {
        content.append(peek())
        offset += 1
        if atEnd { throw position.error("text without its closing quote") }
        if peek() == UInt8(ascii: "\n") || peek() == UInt8(ascii: "\r") {
            content.append(UInt8(ascii: "\n"))
            return skipLineEnd()
        }
        content.append(peek())
        offset += 1
    }

    private mutating func readEscape(into content: inout [UInt8]) throws(ScriptSyntaxError) {
        let position = position()
        let letter = peek(1)
        offset += 2
        switch letter {
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
            offset -= 1
            skipLineEnd()
        case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): content.append(letter)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "a"): content.append(0x07)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "v"): content.append(0x0B)
        case UInt8(ascii: "0")...UInt8(ascii: "7"):
            offset -= 1
            try appendEscape(digits: 1...3, radix: 8, to: &content, at: position)
        case UInt8(ascii: "x"): try appendEscape(digits: 2...2, radix: 16, to: &content, at: position)
        case UInt8(ascii: "u"): try appendEscape(digits: 4...4, radix: 16, to: &content, at: position)
        case UInt8(ascii: "U"): try appendEscape(digits: 8...8, radix: 16, to: &content, at: position)
        case UInt8(ascii: "N"): throw position.error("`\\N` is not supported")
        default:
            // Python keeps an escape it does not know.
            content.append(UInt8(ascii: "\\"))
            offset -= 1
        }
    }

    private mutating func appendEscape(
        digits: ClosedRange<Int>, radix: UInt32, to content: inout [UInt8], at position: SourcePosition
    ) throws(ScriptSyntaxError) {
        var code: UInt32 = 0
        var count = 0
        while count < digits.upperBound, !atEnd,
            let digit = Character(Unicode.Scalar(peek())).hexDigitValue, digit < radix
        {
            let (product, overflow) = code.multipliedReportingOverflow(by: radix)
            if overflow { break }
            code = product + UInt32(digit)
            count += 1
            offset += 1
        }
        guard count >= digits.lowerBound, let scalar = Unicode.Scalar(code) else {
            throw position.error("an escape sequence that is no character")
        }
        content.append(contentsOf: Array(String(scalar).utf8))
    }
}
