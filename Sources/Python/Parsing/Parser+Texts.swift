/// Adjacent texts join into one; f-strings are parsed into parts.
extension Parser {
    mutating func strings() throws(ScriptSyntaxError) -> ExpressionSyntax {
        let position = current.position
        var parts: [FormatPart] = []
        var isFormat = false
        var text = ""
        while true {
            if case .string(let piece) = current.kind {
                text += piece
                advance()
            } else if current.kind == .formatStart {
                isFormat = true
                advance()
                while current.kind != .formatEnd {
                    if case .formatText(let piece) = current.kind {
                        text += piece
                        advance()
                        continue
                    }
                    if !text.isEmpty { parts.append(.text(text)) }
                    text = ""
                    parts += try field()
                }
                advance()
            } else {
                break
            }
        }
        guard isFormat else { return try make(.constant(.string(text)), at: position) }
        if !text.isEmpty { parts.append(.text(text)) }
        return try make(.format(parts), at: position, over: Self.expressions(in: parts))
    }

    private static func expressions(in parts: [FormatPart]) -> [ExpressionSyntax] {
        parts.flatMap { part in
            guard case .field(let value, _, let specification) = part else { return [ExpressionSyntax]() }
            return [value] + expressions(in: specification ?? [])
        }
    }

    /// `{value=!r:specification}`; with `=` there are two parts, the source text first.
    private mutating func field() throws(ScriptSyntaxError) -> [FormatPart] {
        guard current.kind == .fieldOpen else { throw unexpected() }
        let start = current.end
        advance()
        if current.kind == .fieldClose { throw current.position.error("an f-string's field is empty") }
        let value = try nested { (parser) throws(ScriptSyntaxError) in try parser.expressionList() }
        var parts: [FormatPart] = []
        var conversion: Unicode.Scalar?
        if at(.assign) {
            advance()
            let text = String(decoding: source[start..<current.start], as: UTF8.self)
            parts.append(.text(text))
            // `{x=}` shows the repr unless something else is asked for.
            if current.kind == .fieldClose { conversion = "r" }
        }
        if case .conversion(let letter) = current.kind {
            conversion = letter
            advance()
        }
        let specification = at(.colon) ? try specification() : nil
        guard current.kind == .fieldClose else { throw unexpected() }
        advance()
        return parts + [.field(value, conversion: conversion, specification: specification)]
    }

    private mutating func specification() throws(ScriptSyntaxError) -> [FormatPart] {
        advance()
        var parts: [FormatPart] = []
        while current.kind != .fieldClose {
            if case .formatText(let text) = current.kind {
                parts.append(.text(text))
                advance()
            } else {
                parts += try field()
            }
        }
        return parts
    }
}
