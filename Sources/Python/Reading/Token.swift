/// A word of a fragment, with where it stands.
struct Token: Sendable {
    enum Kind: Sendable, Equatable {
        case name(String)
        case keyword(Keyword)
        /// The magnitude: the minus of -9223372036854775808 is a token of its own.
        case integer(UInt64)
        case float(Double)
        case string(String)
        case symbol(Symbol)
        case newline, indent, dedent, end
        /// The pieces of an f-string; what stands between `fieldOpen` and `fieldClose` are ordinary tokens.
        case formatStart, formatText(String), formatEnd
        case fieldOpen, fieldClose, conversion(Unicode.Scalar)
    }

    let kind: Kind
    let position: SourcePosition
    /// Byte offsets in the source.
    let start: Int
    let end: Int

    /// How a person would call it in "unexpected …".
    var description: String {
        switch kind {
        case .name(let name): "`\(name)`"
        case .keyword(let keyword): "`\(keyword.rawValue)`"
        case .integer, .float: "number"
        case .string, .formatStart, .formatText: "text"
        case .symbol(let symbol): "`\(symbol.rawValue)`"
        case .newline: "end of line"
        case .indent: "indentation"
        case .dedent: "end of indentation"
        case .end: "end"
        case .formatEnd: "end of text"
        case .fieldOpen: "`{`"
        case .fieldClose: "`}`"
        case .conversion: "`!`"
        }
    }
}

/// Line and column, counted from 1, the column in characters.
struct SourcePosition: Sendable, Hashable {
    var line: Int
    var column: Int

    func error(_ message: String) -> ScriptSyntaxError {
        ScriptSyntaxError(line: line, column: column, message: message)
    }
}
