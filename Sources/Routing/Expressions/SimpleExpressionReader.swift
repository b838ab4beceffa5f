import Messages
import Values

/// Recognises a simple expression in its source; gives up at the first thing it does not know.
struct SimpleExpressionReader {
    private var rest: Substring.UTF8View

    init(_ source: String) { rest = source[...].utf8 }

    mutating func read() -> (terms: [SimpleExpression.Term], operation: SimpleExpression.Operation)? {
        guard let first = term() else { return nil }
        var parts = [first]
        var operation: SimpleExpression.Operation?
        while true {
            skipSpace()
            if rest.isEmpty { return (parts, operation ?? .firstTrue) }
            // Mixed, the two would need their precedence; that is the interpreter's.
            let next: SimpleExpression.Operation? = take("+") ? .joined : takeWord("or") ? .firstTrue : nil
            guard let next, operation == nil || operation == next, let part = term() else { return nil }
            operation = next
            parts.append(part)
        }
    }

    private mutating func term() -> SimpleExpression.Term? {
        skipSpace()
        if let text = string() { return .constant(.string(text)) }
        guard let name = word() else { return nil }
        switch name {
        case "True": return .constant(.bool(true))
        case "False": return .constant(.bool(false))
        case "None": return .constant(.null)
        case "headers" where take(".get("):
            guard let header = string(), take(")") else { return nil }
            return .header(header)
        default: return Self.keywords.contains(name) ? nil : .variable(name)
        }
    }

    private static let keywords: TextSet = ["or", "and", "not", "if", "else", "in", "is", "lambda", "for", "await"]

    /// A string literal of printable ASCII without escapes.
    private mutating func string() -> String? {
        guard let quote = rest.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
            let end = rest.dropFirst().firstIndex(of: quote)
        else { return nil }
        let content = rest[rest.index(after: rest.startIndex)..<end]
        let after = rest[rest.index(after: end)...]
        // Two quotes side by side may begin a triple quote; a quote after that another literal to be joined.
        let plain = content.allSatisfy { (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }
        guard plain, after.first != quote else { return nil }
        rest = after
        return String(Substring(content))
    }

    private mutating func word() -> String? {
        let name = rest.prefix { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        guard let first = name.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return nil }
        rest = rest[name.endIndex...]
        return String(Substring(name))
    }

    private mutating func take(_ text: StaticString) -> Bool {
        let bytes = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        guard rest.starts(with: bytes) else { return false }
        rest = rest.dropFirst(bytes.count)
        return true
    }

    private mutating func takeWord(_ text: String) -> Bool {
        let before = rest
        if word() == text { return true }
        rest = before
        return false
    }

    private mutating func skipSpace() { rest = rest.drop { $0 == UInt8(ascii: " ") } }
}
