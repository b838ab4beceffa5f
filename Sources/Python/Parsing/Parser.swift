/// Builds the tree of a fragment from its tokens, by recursive descent with a bounded depth.
struct Parser {
    let source: [UInt8]
    private let tokens: [Token]
    private var index = 0
    /// Brackets, operators, lambdas around the current place.
    private var nesting = 0
    /// What the functions around the current place bind, the fragment itself first.
    var bindings: [Bindings] = [Bindings()]
    /// Lambdas, functions and generators seen so far.
    var closures = 0
    /// Iterables of comprehensions around the current place, where `:=` is not allowed.
    var iterables = 0
    /// Whether `break` and `continue` have a loop around them.
    var loops = 0

    init(_ source: String) throws(ScriptSyntaxError) {
        self.source = Array(source.utf8)
        self.tokens = try Lexer.tokens(of: source)
    }

    /// The whole fragment as one expression, with the names it binds by `:=`.
    static func expression(_ source: String) throws(ScriptSyntaxError) -> (ExpressionSyntax, Bindings) {
        var parser = try Parser(source)
        if case .end = parser.current.kind { throw parser.current.position.error("an expression is missing") }
        let expression = try parser.expressionList()
        if case .newline = parser.current.kind { parser.advance() }
        guard case .end = parser.current.kind else { throw parser.unexpected() }
        return (expression, parser.bindings[0])
    }

    /// The whole fragment as statements, with the names they bind.
    static func program(_ source: String) throws(ScriptSyntaxError) -> ([StatementSyntax], Bindings) {
        var parser = try Parser(source)
        var statements: [StatementSyntax] = []
        while parser.current.kind != .end { try parser.statement(into: &statements) }
        return (statements, parser.bindings[0])
    }

    var current: Token { tokens[index] }

    var next: Token { tokens[min(index + 1, tokens.count - 1)] }

    /// The token before the current one.
    var previous: Token { tokens[max(index - 1, 0)] }

    mutating func advance() {
        if index + 1 < tokens.count { index += 1 }
    }

    func at(_ symbol: Symbol) -> Bool { current.kind == .symbol(symbol) }

    func at(_ keyword: Keyword) -> Bool { current.kind == .keyword(keyword) }

    mutating func take(_ symbol: Symbol) -> Bool {
        guard at(symbol) else { return false }
        advance()
        return true
    }

    mutating func take(_ keyword: Keyword) -> Bool {
        guard at(keyword) else { return false }
        advance()
        return true
    }

    mutating func expect(_ symbol: Symbol) throws(ScriptSyntaxError) {
        guard take(symbol) else { throw unexpected("expected `\(symbol.rawValue)`, found") }
    }

    mutating func expect(_ keyword: Keyword) throws(ScriptSyntaxError) {
        guard take(keyword) else { throw unexpected("expected `\(keyword.rawValue)`, found") }
    }

    mutating func expectName() throws(ScriptSyntaxError) -> String {
        guard case .name(let name) = current.kind else { throw unexpected("expected a name, found") }
        advance()
        return name
    }

    func unexpected(_ prefix: String = "unexpected") -> ScriptSyntaxError {
        current.position.error("\(prefix) \(current.description)")
    }

    /// Runs `parse` one level deeper, refusing to go too deep.
    mutating func nested<Result>(
        _ parse: (inout Parser) throws(ScriptSyntaxError) -> Result
    ) throws(ScriptSyntaxError) -> Result {
        guard nesting < Limits.nesting else { throw current.position.error("nested too deeply") }
        nesting += 1
        let result = try parse(&self)
        nesting -= 1
        return result
    }

    /// A finished node; its height is checked so that no later pass can run out of stack.
    func make(
        _ kind: ExpressionSyntax.Kind, at position: SourcePosition, over children: [ExpressionSyntax] = []
    ) throws(ScriptSyntaxError) -> ExpressionSyntax {
        let height = (children.map(\.height).max() ?? 0) + 1
        guard height <= Limits.height else { throw position.error("nested too deeply") }
        return ExpressionSyntax(kind: kind, position: position, height: height)
    }

    mutating func bind(_ name: String) { bindings[bindings.count - 1].bind(name) }
}
