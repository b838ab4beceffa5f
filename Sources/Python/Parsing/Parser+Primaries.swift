/// Atoms and what follows them: calls, subscripts, attributes.
extension Parser {
    mutating func primary() throws(ScriptSyntaxError) -> ExpressionSyntax {
        var value = try atom()
        while true {
            let position = current.position
            if take(.dot) {
                value = try make(.attribute(value, try expectName()), at: position, over: [value])
            } else if take(.open) {
                let arguments = try nested { (parser) throws(ScriptSyntaxError) in try parser.arguments() }
                value = try make(.call(value, arguments), at: position, over: [value] + arguments.map(\.value))
            } else if take(.openBracket) {
                let index = try nested { (parser) throws(ScriptSyntaxError) in try parser.subscripts() }
                value = try make(.subscripted(value, index), at: position, over: [value, index])
            } else {
                return value
            }
        }
    }

    private mutating func atom() throws(ScriptSyntaxError) -> ExpressionSyntax {
        let token = current
        switch token.kind {
        case .name(let name):
            advance()
            return try make(.name(name), at: token.position)
        case .integer(let magnitude):
            guard let number = Int(exactly: magnitude) else {
                throw token.position.error("integer outside 64 bits")
            }
            return try constant(.int(number))
        case .float(let number): return try constant(.float(number))
        case .string, .formatStart: return try strings()
        case .keyword(.none): return try constant(.none)
        case .keyword(.true): return try constant(.bool(true))
        case .keyword(.false): return try constant(.bool(false))
        case .symbol(.ellipsis): return try constant(.ellipsis)
        case .symbol(.open): return try nested { (parser) throws(ScriptSyntaxError) in try parser.parenthesized() }
        case .symbol(.openBracket):
            return try nested { (parser) throws(ScriptSyntaxError) in try parser.listDisplay() }
        case .symbol(.openBrace):
            return try nested { (parser) throws(ScriptSyntaxError) in try parser.braceDisplay() }
        default: throw unexpected()
        }
    }

    private mutating func constant(_ constant: ExpressionSyntax.Constant) throws(ScriptSyntaxError) -> ExpressionSyntax
    {
        let position = current.position
        advance()
        return try make(.constant(constant), at: position)
    }

    /// After `[` of a subscript: an index, a slice, or a tuple of them.
    private mutating func subscripts() throws(ScriptSyntaxError) -> ExpressionSyntax {
        let position = current.position
        let first = try subscriptItem()
        guard at(.comma) else {
            try expect(.closeBracket)
            return first
        }
        var items = [first]
        while take(.comma), !at(.closeBracket) { items.append(try subscriptItem()) }
        try expect(.closeBracket)
        return try make(.tuple(items), at: position, over: items)
    }

    private mutating func subscriptItem() throws(ScriptSyntaxError) -> ExpressionSyntax {
        let position = current.position
        let start = at(.colon) ? nil : try named()
        guard take(.colon) else {
            // `start` is only missing where a colon stands.
            guard let start else { throw unexpected() }
            return start
        }
        let stop = try sliceBound()
        let step = take(.colon) ? try sliceBound() : nil
        return try make(
            .slice(start, stop, step), at: position, over: [start, stop, step].compactMap(\.self))
    }

    private mutating func sliceBound() throws(ScriptSyntaxError) -> ExpressionSyntax? {
        if at(.colon) || at(.closeBracket) || at(.comma) { return nil }
        return try expression()
    }

    /// After `(` of a call.
    private mutating func arguments() throws(ScriptSyntaxError) -> [ArgumentSyntax] {
        var arguments: [ArgumentSyntax] = []
        var seen: TextSet = []
        while !at(.close) {
            let argument = try argument(isFirst: arguments.isEmpty)
            if case .keyword(let name, let value) = argument, !seen.insert(name).inserted {
                throw value.position.error("the argument `\(name)` is given twice")
            }
            if case .positional(let value) = argument,
                arguments.contains(where: { if case .keyword = $0 { true } else { false } })
            {
                throw value.position.error("a positional argument follows a keyword argument")
            }
            arguments.append(argument)
            guard take(.comma) else { break }
        }
        try expect(.close)
        return arguments
    }

    private mutating func argument(isFirst: Bool) throws(ScriptSyntaxError) -> ArgumentSyntax {
        if take(.star) { return .star(try expression()) }
        if take(.doubleStar) { return .doubleStar(try expression()) }
        if case .name(let name) = current.kind, next.kind == .symbol(.assign) {
            advance()
            advance()
            return .keyword(name, try expression())
        }
        let before = closures
        let value = try named()
        guard at(.for) else { return .positional(value) }
        let generator = try comprehension(.generator, element: value, value: nil, before: before)
        guard isFirst, at(.close) else {
            throw generator.position.error("a generator among other arguments needs parentheses")
        }
        return .positional(generator)
    }
}
