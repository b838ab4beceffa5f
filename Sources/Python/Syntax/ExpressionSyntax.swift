/// An expression as it was written.
struct ExpressionSyntax: Sendable {
    let kind: Kind
    let position: SourcePosition
    /// Levels of the tree from here down; bounded by `Limits.height`.
    let height: Int

    indirect enum Kind: Sendable {
        case constant(Constant)
        case name(String)
        case tuple([ExpressionSyntax])
        case list([ExpressionSyntax])
        case set([ExpressionSyntax])
        /// A pair without a key is `**mapping`.
        case dict([(key: ExpressionSyntax?, value: ExpressionSyntax)])
        case starred(ExpressionSyntax)
        case unary(UnaryOperator, ExpressionSyntax)
        /// Left-associative operators of one precedence, flat: a thousand terms nest no deeper than two.
        case binary(ExpressionSyntax, [(operation: BinaryOperator, operand: ExpressionSyntax)])
        case all([ExpressionSyntax])
        case any([ExpressionSyntax])
        case comparison(ExpressionSyntax, [(operation: ComparisonOperator, operand: ExpressionSyntax)])
        case conditional(test: ExpressionSyntax, then: ExpressionSyntax, otherwise: ExpressionSyntax)
        case lambda(FunctionSyntax)
        case call(ExpressionSyntax, [ArgumentSyntax])
        case attribute(ExpressionSyntax, String)
        case subscripted(ExpressionSyntax, ExpressionSyntax)
        case slice(ExpressionSyntax?, ExpressionSyntax?, ExpressionSyntax?)
        case comprehension(ComprehensionSyntax)
        case format([FormatPart])
        case walrus(String, ExpressionSyntax)
    }

    enum Constant: Sendable {
        case none, ellipsis, bool(Bool), int(Int), float(Double), string(String)
    }
}

/// One argument of a call.
enum ArgumentSyntax: Sendable {
    case positional(ExpressionSyntax)
    case star(ExpressionSyntax)
    case keyword(String, ExpressionSyntax)
    case doubleStar(ExpressionSyntax)

    var value: ExpressionSyntax {
        switch self {
        case .positional(let value), .star(let value), .keyword(_, let value), .doubleStar(let value): value
        }
    }
}

/// A piece of an f-string.
enum FormatPart: Sendable {
    case text(String)
    case field(ExpressionSyntax, conversion: Unicode.Scalar?, specification: [FormatPart]?)
}
