/// Cuts the text of a fragment into tokens, with Python's rules of lines and indentation.
struct Lexer {
    /// Longer fragments are refused before they are read.
    static let longestSource = 1 << 20

    let bytes: [UInt8]
    var offset = 0
    var line = 1
    /// Where the column was last counted, so that counting stays linear.
    private var counted = (offset: 0, column: 1)
    var brackets: [(close: UInt8, position: SourcePosition)] = []
    private var indents: [Int] = []
    var tokens: [Token] = []
    var formatDepth = 0

    init(_ source: String) { self.bytes = Array(source.utf8) }

    /// All tokens, `end` last.
    static func tokens(of source: String) throws(ScriptSyntaxError) -> [Token] {
        guard source.utf8.count <= longestSource else {
            throw ScriptSyntaxError(line: 1, column: 1, message: "longer than \(longestSource) bytes")
        }
        var lexer = Lexer(source)
        try lexer.readLines()
        return lexer.tokens
    }

    func peek(_ ahead: Int = 0) -> UInt8 {
        offset + ahead < bytes.count ? bytes[offset + ahead] : 0
    }

    var atEnd: Bool { offset >= bytes.count }

    /// The position of the current offset.
    mutating func position() -> SourcePosition {
        while counted.offset < offset {
            if bytes[counted.offset] & 0xC0 != 0x80 { counted.column += 1 }
            counted.offset += 1
        }
        return SourcePosition(line: line, column: counted.column)
    }

    /// Steps over a line's end (\n, \r\n or \r).
    mutating func skipLineEnd() {
        if peek() == UInt8(ascii: "\r"), peek(1) == UInt8(ascii: "\n") { offset += 1 }
        offset += 1
        line += 1
        counted = (offset, 1)
    }

    mutating func emit(_ kind: Token.Kind, from start: Int, at position: SourcePosition) {
        tokens.append(Token(kind: kind, position: position, start: start, end: offset))
    }

    func text(from start: Int) -> String { String(decoding: bytes[start..<offset], as: UTF8.self) }

    private mutating func readLines() throws(ScriptSyntaxError) {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
        while !atEnd {
            try readIndentation()
            try readLine()
        }
        if let bracket = brackets.last {
            let open = bracket.close == UInt8(ascii: ")") ? "(" : bracket.close == UInt8(ascii: "]") ? "[" : "{"
            throw bracket.position.error("`\(open)` is never closed")
        }
        let position = position()
        for _ in indents.dropFirst() { emit(.dedent, from: offset, at: position) }
        emit(.end, from: offset, at: position)
    }

    /// Compares a logical line's indentation with the ones around it. The first line sets the base.
    private mutating func readIndentation() throws(ScriptSyntaxError) {
        var width = 0
        while true {
            switch peek() {
            case UInt8(ascii: " "): width += 1
            case UInt8(ascii: "\t"): width = (width / 8 + 1) * 8
            case 0x0C: width = 0
            case UInt8(ascii: "\n") where !atEnd, UInt8(ascii: "\r"):
                skipLineEnd()
                width = 0
                continue
            case UInt8(ascii: "#"):
                skipComment()
                continue
            default:
                if !atEnd { try compareIndentation(width) }
                return
            }
            offset += 1
        }
    }

    private mutating func compareIndentation(_ width: Int) throws(ScriptSyntaxError) {
        let position = position()
        guard let current = indents.last else {
            indents = [width]
            return
        }
        if width > current {
            guard indents.count < Limits.blocks else { throw position.error("blocks nest too deeply") }
            indents.append(width)
            emit(.indent, from: offset, at: position)
        } else if width < current {
            while let last = indents.last, last > width, indents.count > 1 {
                indents.removeLast()
                emit(.dedent, from: offset, at: position)
            }
            guard indents.last == width else {
                throw position.error("this indentation matches no line above")
            }
        }
    }

    /// Tokens up to the end of a logical line.
    private mutating func readLine() throws(ScriptSyntaxError) {
        while true {
            skipBlanks()
            if atEnd { break }
            let byte = peek()
            if byte == UInt8(ascii: "#") {
                skipComment()
            } else if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                if brackets.isEmpty { break }
                skipLineEnd()
            } else {
                try readToken()
            }
        }
        guard tokens.last.map({ $0.kind != .newline && $0.kind != .indent && $0.kind != .dedent }) ?? false
        else { return }
        let position = position()
        emit(.newline, from: offset, at: position)
        if !atEnd { skipLineEnd() }
    }

    /// Spaces and joined lines (`\` at the end of a line).
    mutating func skipBlanks() {
        while true {
            switch peek() {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), 0x0C: offset += 1
            case UInt8(ascii: "\\")
            where peek(1) == UInt8(ascii: "\n") || peek(1) == UInt8(ascii: "\r"):
                offset += 1
                skipLineEnd()
            default: return
            }
        }
    }

    mutating func skipComment() {
        while !atEnd, peek() != UInt8(ascii: "\n"), peek() != UInt8(ascii: "\r") { offset += 1 }
    }
}
