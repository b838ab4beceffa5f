/// From the loosest binding down: conditional, lambda, `or`, `and`, `not`, comparison, arithmetic, unary, power.
extension Parser {
    /// `a, b, *c`: a tuple if there is a comma, else the one expression.
    mutating func expressionList() throws(ScriptSyntaxError) -> ExpressionSyntax {
        let position = current.position
        let first = try starOrExpression()
        guard at(.comma) else {
            if case .starred = first.kind { throw first.position.error("a starred expression needs a list around it") }
            return first
        }
        var items = [first]
        while take(.comma), startsExpression { items.append(try starOrExpression()) }
        return try make(.tuple(items), at: position, over: items)
    }

    /// Whether the current token can begin an expression (to end lists at a trailing comma).
    var startsExpression: Bool {
        switch current.kind {
        case .name, .integer, .float, .string, .formatStart: true
        case .keyword(let keyword): [.none, .true, .false, .not, .lambda].contains(keyword)
        case .symbol(let symbol):
            [.open, .openBracket, .openBrace, .minus, .plus, .tilde, .star, .ellipsis].contains(symbol)
        default: false
        }
    }

    /// `*expression` or an expression; a bare `:=` cannot stand in a statement.
    private mutating func starOrExpression() throws(ScriptSyntaxError) -> ExpressionSyntax {
        at(.star) ? try starOrNamed() : try expression()
    }

    /// `*expression`, `name := expression` or an expression.
    mutating func starOrNamed() throws(ScriptSyntaxError) -> ExpressionSyntax {
        let position = current.position
        if take(.star) {
            let value = try binary(from: .or)
            return try make(.starred(value), at: position, over: [value])
        }
        return try named()
    }

    /// `name := expression` or an expression.
    mutating func named() throws(ScriptSyntaxError) -> ExpressionSyntax {
        if case .name(let name) = current.kind, next.kind == .symbol(.walrus) {
            let position = current.position
            if iterables > 0 { throw position.error("`:=` cannot stand in what a comprehension goes over") }
            advance()
            advance()
            let value = try expression()
            bind(name)
            return try make(.walrus(name, value), at: position, over: [value])
        }
        return try expression()
    }

    /// One expression without a comma or `:=` at its top.
    mutating func expression() throws(ScriptSyntaxError) -> ExpressionSyntax {
        try nested { (parser) throws(ScriptSyntaxError) in
            if parser.at(.lambda) { return try parser.lambda() }
            let position = parser.current.position
            let value = try parser.disjunction()
            guard parser.take(.if) else { return value }
            let test = try parser.disjunction()
            try parser.expect(.else)
            let otherwise = try parser.expression()
            return try parser.make(
                .conditional(test: test, then: value, otherwise: otherwise), at: position,
                over: [test, value, otherwise])
        }
    }

    mutating func disjunction() throws(ScriptSyntaxError) -> ExpressionSyntax {
        let first = try conjunction()
        guard at(.or) else { return first }
        var operands = [first]
        while take(.or) { operands.append(try conjunction()) }
        return try make(.any(operands), at: first.position, over: operands)
    }

    private mutating func conjunction() throws(ScriptSyntaxError) -> ExpressionSyntax {
        let first = try inversion()
        guard at(.and) else { return first }
        var operands = [first]
        while take(.and) { operands.append(try inversion()) }
        return try make(.all(operands), at: first.position, over: operands)
    }

    private mutating func inversion() throws(ScriptSyntaxError) -> ExpressionSyntax {
        guard at(.not) else { return try comparison() }
        let position = current.position
        advance()
        let operand = try nested { (parser) throws(ScriptSyntaxError) in try parser.inversion() }
        return try make(.unary(.not, operand), at: position, over: [operand])
    }

    private mutating func comparison() throws(ScriptSyntaxError) -> ExpressionSyntax {
        let first = try binary(from: .or)
        var rest: [(operation: ComparisonOperator, operand: ExpressionSyntax)] = []
        while let operation = takeComparison() { rest.append((operation, try binary(from: .or))) }
        if rest.isEmpty { return first }
        return try make(.comparison(first, rest), at: first.position, over: [first] + rest.map(\.operand))
    }

    private mutating func takeComparison() -> ComparisonOperator? {
        let operation: ComparisonOperator
        switch current.kind {
        case .symbol(let symbol):
            guard let found = ComparisonOperator(rawValue: symbol.rawValue) else { return nil }
            operation = found
        case .keyword(.in): operation = .in
        case .keyword(.not) where next.kind == .keyword(.in):
            advance()
            operation = .notIn
        case .keyword(.is) where next.kind == .keyword(.not):
            advance()
            operation = .isNot
        case .keyword(.is): operation = .is
        default: return nil
        }
        advance()
        return operation
    }

    /// Operators that chain to the left, loosest first.
    enum Precedence: Int {
        case or, xor, and, shift, sum, product

        var tighter: Precedence? { Precedence(rawValue: rawValue + 1) }

        func operation(_ token: Token) -> BinaryOperator? {
            guard case .symbol(let symbol) = token.kind, let found = BinaryOperator(rawValue: symbol.rawValue) else {
                return nil
            }
            let precedence: Precedence
            switch found {
            case .or: precedence = .or
            case .xor: precedence = .xor
            case .and: precedence = .and
            case .shiftLeft, .shiftRight: precedence = .shift
            case .add, .subtract: precedence = .sum
            case .multiply, .divide, .floorDivide, .modulo: precedence = .product
            case .power: return nil
            }
            return precedence == self ? found : nil
        }
    }

    mutating func binary(from precedence: Precedence) throws(ScriptSyntaxError) -> ExpressionSyntax {
        let first = try operand(of: precedence)
        var rest: [(operation: BinaryOperator, operand: ExpressionSyntax)] = []
        while let operation = precedence.operation(current) {
            advance()
            rest.append((operation, try operand(of: precedence)))
        }
        if at(.at) || at(.atAssign) { throw current.position.error("matrix multiplication is not supported") }
        if rest.isEmpty { return first }
        return try make(.binary(first, rest), at: first.position, over: [first] + rest.map(\.operand))
    }

    private mutating func operand(of precedence: Precedence) throws(ScriptSyntaxError) -> ExpressionSyntax {
        if let tighter = precedence.tighter { return try binary(from: tighter) }
        return try factor()
    }

    /// `-x`, `+x`, `~x`, or a power.
    private mutating func factor() throws(ScriptSyntaxError) -> ExpressionSyntax {
        let position = current.position
        let operation: UnaryOperator
        switch current.kind {
        case .symbol(.minus): operation = .minus
        case .symbol(.plus): operation = .plus
        case .symbol(.tilde): operation = .invert
        default: return try power()
        }
        advance()
        if operation == .minus, case .integer(let magnitude) = current.kind, next.kind != .symbol(.doubleStar) {
            return try negative(magnitude, at: position)
        }
        let operand = try nested { (parser) throws(ScriptSyntaxError) in try parser.factor() }
        return try make(.unary(operation, operand), at: position, over: [operand])
    }

    /// A negative literal as one constant: only so can -2^63 be written. Attributes bind tighter than the minus.
    private mutating func negative(
        _ magnitude: UInt64, at position: SourcePosition
    ) throws(ScriptSyntaxError) -> ExpressionSyntax {
        if next.kind == .symbol(.dot) || next.kind == .symbol(.openBracket) || next.kind == .symbol(.open) {
            let operand = try power()
            return try make(.unary(.minus, operand), at: position, over: [operand])
        }
        advance()
        let number = magnitude == 1 << 63 ? Int.min : -Int(magnitude)
        return try make(.constant(.int(number)), at: position)
    }

    /// `a ** b`, to the right, tighter than a minus before it and looser than one after it.
    private mutating func power() throws(ScriptSyntaxError) -> ExpressionSyntax {
        let base = try primary()
        guard take(.doubleStar) else { return base }
        let exponent = try nested { (parser) throws(ScriptSyntaxError) in try parser.factor() }
        return try make(.binary(base, [(.power, exponent)]), at: base.position, over: [base, exponent])
    }
}
