/// Operators and delimiters.
enum Symbol: String, Sendable, CaseIterable {
    case plus = "+", minus = "-", star = "*", doubleStar = "**", slash = "/", doubleSlash = "//"
    case percent = "%", at = "@", shiftLeft = "<<", shiftRight = ">>", ampersand = "&", bar = "|"
    case caret = "^", tilde = "~", walrus = ":=", less = "<", greater = ">", lessEqual = "<="
    case greaterEqual = ">=", equal = "==", notEqual = "!="
    case open = "(", close = ")", openBracket = "[", closeBracket = "]", openBrace = "{", closeBrace = "}"
    case comma = ",", colon = ":", dot = ".", semicolon = ";", assign = "=", arrow = "->", ellipsis = "..."
    case plusAssign = "+=", minusAssign = "-=", starAssign = "*=", slashAssign = "/="
    case doubleSlashAssign = "//=", percentAssign = "%=", atAssign = "@=", ampersandAssign = "&="
    case barAssign = "|=", caretAssign = "^=", shiftRightAssign = ">>=", shiftLeftAssign = "<<="
    case doubleStarAssign = "**="

    /// Every symbol by its spelling, so that the lexer can take the longest.
    static let bySpelling: TextMap<Symbol> = TextMap(
        uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

    /// `+=` → addition, and so on.
    var augments: BinaryOperator? {
        switch self {
        case .plusAssign: .add
        case .minusAssign: .subtract
        case .starAssign: .multiply
        case .slashAssign: .divide
        case .doubleSlashAssign: .floorDivide
        case .percentAssign: .modulo
        case .doubleStarAssign: .power
        case .ampersandAssign: .and
        case .barAssign: .or
        case .caretAssign: .xor
        case .shiftLeftAssign: .shiftLeft
        case .shiftRightAssign: .shiftRight
        default: nil
        }
    }
}
