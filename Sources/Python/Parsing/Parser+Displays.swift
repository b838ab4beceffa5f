/// Parentheses, lists, sets, dictionaries and their comprehensions.
extension Parser {
    /// `()`, `(x)`, `(x, y)` or a generator.
    mutating func parenthesized() throws(ScriptSyntaxError) -> ExpressionSyntax {
        let position = current.position
        try expect(.open)
        if take(.close) { return try make(.tuple([]), at: position) }
        let before = closures
        let first = try starOrNamed()
        if at(.for) {
            let generator = try comprehension(.generator, element: first, value: nil, before: before)
            try expect(.close)
            return generator
        }
        guard at(.comma) else {
            if case .starred = first.kind { throw first.position.error("a starred expression needs a list around it") }
            try expect(.close)
            // The opening bracket's place, and marked as no bare name for `f((x) = 1)`-like targets is not needed.
            return first
        }
        let items = try items(after: first, until: .close)
        return try make(.tuple(items), at: position, over: items)
    }

    mutating func listDisplay() throws(ScriptSyntaxError) -> ExpressionSyntax {
        let position = current.position
        try expect(.openBracket)
        if take(.closeBracket) { return try make(.list([]), at: position) }
        let before = closures
        let first = try starOrNamed()
        if at(.for) {
            let list = try comprehension(.list, element: first, value: nil, before: before)
            try expect(.closeBracket)
            return list
        }
        let items = try items(after: first, until: .closeBracket)
        return try make(.list(items), at: position, over: items)
    }

    mutating func braceDisplay() throws(ScriptSyntaxError) -> ExpressionSyntax {
        let position = current.position
        try expect(.openBrace)
        if take(.closeBrace) { return try make(.dict([]), at: position) }
        if at(.doubleStar) { return try dictDisplay(at: position, pairs: []) }
        let before = closures
        let first = try starOrNamed()
        if take(.colon) {
            let value = try expression()
            if at(.for) {
                let dict = try comprehension(.dict, element: first, value: value, before: before)
                try expect(.closeBrace)
                return dict
            }
            return try dictDisplay(at: position, pairs: [(first, value)])
        }
        if at(.for) {
            let set = try comprehension(.set, element: first, value: nil, before: before)
            try expect(.closeBrace)
            return set
        }
        let items = try items(after: first, until: .closeBrace)
        return try make(.set(items), at: position, over: items)
    }

    private mutating func items(
        after first: ExpressionSyntax, until close: Symbol
    ) throws(ScriptSyntaxError) -> [ExpressionSyntax] {
        var items = [first]
        while take(.comma), !at(close) { items.append(try starOrNamed()) }
        try expect(close)
        return items
    }

    /// The rest of a dictionary display.
    private mutating func dictDisplay(
        at position: SourcePosition, pairs: [(key: ExpressionSyntax?, value: ExpressionSyntax)]
    ) throws(ScriptSyntaxError) -> ExpressionSyntax {
        var pairs = pairs
        while pairs.isEmpty || take(.comma) {
            if at(.closeBrace) { break }
            if take(.doubleStar) {
                pairs.append((nil, try binary(from: .or)))
            } else {
                let key = try expression()
                try expect(.colon)
                pairs.append((key, try expression()))
            }
        }
        try expect(.closeBrace)
        return try make(.dict(pairs), at: position, over: pairs.compactMap(\.key) + pairs.map(\.value))
    }

    /// `for target in iterable if condition …`, the element being read already.
    mutating func comprehension(
        _ kind: ComprehensionSyntax.Kind, element: ExpressionSyntax, value: ExpressionSyntax?, before: Int
    ) throws(ScriptSyntaxError) -> ExpressionSyntax {
        if case .starred = element.kind { throw element.position.error("a comprehension cannot unpack") }
        var clauses: [ComprehensionSyntax.Clause] = []
        while take(.for) {
            let target = try checkedTarget(try targetList(), binds: false)
            try expect(.in)
            iterables += 1
            let iterable = try disjunction()
            iterables -= 1
            var conditions: [ExpressionSyntax] = []
            while take(.if) { conditions.append(try condition()) }
            clauses.append(.init(target: target, iterable: iterable, conditions: conditions))
        }
        let holdsClosure = closures > before
        if kind == .generator { closures += 1 }
        let parts =
            [element, value].compactMap(\.self)
            + clauses.flatMap { [$0.target, $0.iterable] + $0.conditions }
        let syntax = ComprehensionSyntax(
            kind: kind, element: element, value: value, clauses: clauses, holdsClosure: holdsClosure)
        guard clauses.count <= 10 else { throw element.position.error("nested too deeply") }
        return try make(.comprehension(syntax), at: element.position, over: parts)
    }

    /// A comprehension's `if`: no bare conditional, but `:=`.
    private mutating func condition() throws(ScriptSyntaxError) -> ExpressionSyntax {
        if case .name = current.kind, next.kind == .symbol(.walrus) { return try named() }
        return try disjunction()
    }
}
