/// What has variables of its own.
extension Resolver {
    mutating func function(_ syntax: FunctionSyntax) throws(ScriptSyntaxError) -> FunctionNode {
        let parameters = syntax.parameters
        var fallbacks: [any ExpressionNode] = []
        var fallbackIndices: [Int?] = []
        for parameter in parameters.positional + parameters.keywordOnly {
            guard let fallback = parameter.fallback else {
                fallbackIndices.append(nil)
                continue
            }
            fallbackIndices.append(fallbacks.count)
            fallbacks.append(try expression(fallback))
        }
        let inner = Scope(.function, parent: scope, bindings: syntax.bindings)
        for name in syntax.bindings.names where !syntax.bindings.globals.contains(name) {
            if !syntax.bindings.nonlocals.contains(name) { inner.addSlot(for: name) }
        }
        let outer = scope
        scope = inner
        defer { scope = outer }
        let body: FunctionCode.Body
        switch syntax.body {
        case .expression(let value): body = .expression(try expression(value))
        case .block(let statements): body = .block(try block(statements))
        }
        let shape = FunctionShape(
            names: parameters.names, positional: parameters.positional.count,
            positionalOnly: parameters.positionalOnly, keywordOnly: parameters.keywordOnly.count,
            hasStar: parameters.star != nil, hasDoubleStar: parameters.doubleStar != nil,
            fallbacks: fallbackIndices)
        let code = FunctionCode(name: syntax.name, parameters: shape, slots: inner.count, body: body)
        return FunctionNode(code, fallbacks: fallbacks)
    }

    mutating func comprehension(_ syntax: ComprehensionSyntax) throws(ScriptSyntaxError) -> any ExpressionNode {
        // The first iterable belongs to the scope around.
        let first = try expression(syntax.clauses[0].iterable)
        let hasFrame = syntax.kind == .generator || syntax.holdsClosure
        let inner = Scope(.comprehension, parent: scope, bindings: Bindings(), hasFrame: hasFrame)
        for clause in syntax.clauses {
            for name in clause.target.boundNames { inner.addSlot(for: name) }
        }
        let outer = scope
        scope = inner
        defer { scope = outer }
        var clauses: [ClauseNode] = []
        for clause in syntax.clauses {
            let iterable = clauses.isEmpty ? first : try expression(clause.iterable)
            let target = try target(clause.target)
            clauses.append(
                ClauseNode(target: target, iterable: iterable, conditions: try expressions(clause.conditions)))
        }
        let element = try expression(syntax.element)
        let value = try optional(syntax.value)
        return ComprehensionNode(
            syntax.kind, element: element, value: value, first: first, clauses: clauses,
            slots: hasFrame ? inner.count : nil)
    }
}

extension ExpressionSyntax {
    /// The names that an assignment to this binds.
    var boundNames: [String] {
        switch kind {
        case .name(let name): [name]
        case .tuple(let items), .list(let items): items.flatMap(\.boundNames)
        case .starred(let value): value.boundNames
        default: []
        }
    }
}
