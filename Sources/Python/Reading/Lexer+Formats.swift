/// f-strings: text and fields in turn; a field's expression is cut into ordinary tokens.
extension Lexer {
    mutating func readFormat(
        _ quoting: Quoting, from start: Int, at position: SourcePosition
    ) throws(ScriptSyntaxError) {
        guard formatDepth < Limits.formats else { throw position.error("f-strings nest too deeply") }
        formatDepth += 1
        emit(.formatStart, from: start, at: position)
        try readFormatText(quoting, specification: 0, at: position)
        let end = offset
        offset += quoting.isTriple ? 3 : 1
        let endPosition = self.position()
        emit(.formatEnd, from: end, at: endPosition)
        formatDepth -= 1
    }

    /// Text and fields up to the closing quote, or, within a field's specification, up to its `}`.
    private mutating func readFormatText(
        _ quoting: Quoting, specification: Int, at position: SourcePosition
    ) throws(ScriptSyntaxError) {
        var content: [UInt8] = []
        var start = offset
        func flush(_ lexer: inout Lexer) {
            if !content.isEmpty {
                lexer.emit(.formatText(String(decoding: content, as: UTF8.self)), from: start, at: position)
            }
            content = []
        }
        while !endsHere(quoting) {
            let byte = peek()
            if byte == UInt8(ascii: "{"), peek(1) == byte, specification == 0 {
                content.append(byte)
                offset += 2
            } else if byte == UInt8(ascii: "{") {
                flush(&self)
                try readField(quoting, specification: specification)
                start = offset
            } else if byte == UInt8(ascii: "}") {
                if specification > 0 { return flush(&self) }
                guard peek(1) == byte else { throw self.position().error("single `}` in an f-string") }
                content.append(byte)
                offset += 2
            } else {
                try readCharacter(into: &content, quoting, at: position)
            }
        }
        if specification > 0 { throw position.error("a field of the f-string lacks its `}`") }
        flush(&self)
    }

    /// `{expression[=][!r][:specification]}`
    private mutating func readField(_ quoting: Quoting, specification: Int) throws(ScriptSyntaxError) {
        let position = position()
        guard specification < 2 else { throw position.error("fields nest too deeply") }
        let open = offset
        offset += 1
        emit(.fieldOpen, from: open, at: position)
        brackets.append((UInt8(ascii: "}"), position))
        let depth = brackets.count
        while true {
            try skipFieldBlanks(quoting, at: position)
            let byte = peek()
            if brackets.count == depth {
                if byte == UInt8(ascii: "}") { break }
                if byte == UInt8(ascii: "!"), peek(1) != UInt8(ascii: "=") {
                    try readConversion()
                    continue
                }
                if byte == UInt8(ascii: ":") {
                    let start = offset
                    let colon = self.position()
                    offset += 1
                    emit(.symbol(.colon), from: start, at: colon)
                    try readFormatText(quoting, specification: specification + 1, at: position)
                    break
                }
            }
            try readToken()
        }
        brackets.removeLast()
        let start = offset
        let end = self.position()
        offset += 1
        emit(.fieldClose, from: start, at: end)
    }

    private mutating func skipFieldBlanks(_ quoting: Quoting, at position: SourcePosition) throws(ScriptSyntaxError) {
        while true {
            skipBlanks()
            if atEnd { throw position.error("a field of the f-string lacks its `}`") }
            guard peek() == UInt8(ascii: "\n") || peek() == UInt8(ascii: "\r") else { return }
            skipLineEnd()
        }
    }

    private mutating func readConversion() throws(ScriptSyntaxError) {
        let start = offset
        let position = position()
        guard [UInt8(ascii: "r"), UInt8(ascii: "s"), UInt8(ascii: "a")].contains(peek(1)) else {
            throw position.error("a conversion is `!r`, `!s` or `!a`")
        }
        offset += 2
        emit(.conversion(Unicode.Scalar(bytes[start + 1])), from: start, at: position)
    }
}
