extension Lexer {
    /// One token; blanks and line ends are behind us.
    mutating func readToken() throws(ScriptSyntaxError) {
        let start = offset
        let position = position()
        let byte = peek()
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            try readNumber(from: start, at: position)
        case UInt8(ascii: ".") where peek(1).isDigit:
            try readNumber(from: start, at: position)
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            try readString(prefix: "", from: start, at: position)
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
            0x80...:
            try readWord(from: start, at: position)
        default:
            try readSymbol(from: start, at: position)
        }
    }

    private mutating func readWord(from start: Int, at position: SourcePosition) throws(ScriptSyntaxError) {
        while !atEnd, peek().isWordByte { offset += 1 }
        let word = text(from: start)
        if peek() == UInt8(ascii: "\"") || peek() == UInt8(ascii: "'"), word.utf8.count <= 2 {
            let prefix = word.lowercased()
            if ["r", "u", "f", "fr", "rf"].contains(prefix) {
                return try readString(prefix: prefix, from: start, at: position)
            }
            if ["b", "br", "rb"].contains(prefix) { throw position.error("bytes are not supported") }
        }
        if let keyword = Keyword.bySpelling[word] {
            if keyword.isUnsupported { throw position.error("`\(word)` is not supported") }
            return emit(.keyword(keyword), from: start, at: position)
        }
        if bytes[start..<offset].contains(where: { $0 >= 0x80 }) {
            for (index, scalar) in word.unicodeScalars.enumerated() {
                let fits = index == 0 ? scalar.properties.isXIDStart || scalar == "_" : scalar.properties.isXIDContinue
                if !fits { throw position.error("`\(scalar)` cannot be part of a name") }
            }
        }
        emit(.name(word), from: start, at: position)
    }

    private mutating func readSymbol(from start: Int, at position: SourcePosition) throws(ScriptSyntaxError) {
        for length in [3, 2, 1] where start + length <= bytes.count {
            let spelling = String(decoding: bytes[start..<start + length], as: UTF8.self)
            guard let symbol = Symbol.bySpelling[spelling] else { continue }
            try trackBracket(symbol, at: position)
            offset += length
            return emit(.symbol(symbol), from: start, at: position)
        }
        let scalar = String(decoding: bytes[start..<min(start + 1, bytes.count)], as: UTF8.self)
        throw position.error("unexpected `\(scalar.unicodeScalars.first.map { $0.escaped(asASCII: true) } ?? "")`")
    }

    private mutating func trackBracket(_ symbol: Symbol, at position: SourcePosition) throws(ScriptSyntaxError) {
        switch symbol {
        case .open: brackets.append((UInt8(ascii: ")"), position))
        case .openBracket: brackets.append((UInt8(ascii: "]"), position))
        case .openBrace: brackets.append((UInt8(ascii: "}"), position))
        case .close, .closeBracket, .closeBrace:
            guard let last = brackets.last, last.close == symbol.rawValue.utf8.first else {
                throw position.error("unmatched `\(symbol.rawValue)`")
            }
            brackets.removeLast()
        default: break
        }
    }
}

extension UInt8 {
    var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

    /// Part of a name, or of a character outside ASCII that is checked later.
    var isWordByte: Bool {
        isDigit || self >= 0x80 || self == UInt8(ascii: "_")
            || (self | 0x20 >= UInt8(ascii: "a") && self | 0x20 <= UInt8(ascii: "z"))
    }
}
