/// A statement as it was written.
struct StatementSyntax: Sendable {
    let kind: Kind
    let position: SourcePosition

    indirect enum Kind: Sendable {
        case expression(ExpressionSyntax)
        case assign([ExpressionSyntax], ExpressionSyntax)
        case augmented(ExpressionSyntax, BinaryOperator, ExpressionSyntax)
        case delete([ExpressionSyntax])
        case pass
        case `break`
        case `continue`
        case `return`(ExpressionSyntax?)
        case `if`([(test: ExpressionSyntax, body: [StatementSyntax])], otherwise: [StatementSyntax])
        case `while`(ExpressionSyntax, body: [StatementSyntax], otherwise: [StatementSyntax])
        case `for`(ExpressionSyntax, ExpressionSyntax, body: [StatementSyntax], otherwise: [StatementSyntax])
        case function(FunctionSyntax)
        case raise(ExpressionSyntax?, cause: ExpressionSyntax?)
        case `try`(TrySyntax)
        case `import`(module: String, bound: String)
        case importFrom(module: String, [(name: String, bound: String)])
        case assert(ExpressionSyntax, ExpressionSyntax?)
    }
}

/// `try` with its handlers.
struct TrySyntax: Sendable {
    struct Handler: Sendable {
        /// The exception class or a tuple of them; nil catches all.
        let type: ExpressionSyntax?
        let name: String?
        let body: [StatementSyntax]
        let position: SourcePosition
    }

    let body: [StatementSyntax]
    let handlers: [Handler]
    let otherwise: [StatementSyntax]
    let finally: [StatementSyntax]
}
