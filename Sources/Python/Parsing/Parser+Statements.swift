/// Simple statements, and blocks of statements.
extension Parser {
    /// One line (which may hold several statements) or one compound statement.
    mutating func statement(into statements: inout [StatementSyntax]) throws(ScriptSyntaxError) {
        if case .indent = current.kind { throw current.position.error("unexpected indentation") }
        if at(.at) { throw current.position.error("decorators are not supported") }
        if case .keyword(let keyword) = current.kind, let compound = try compound(keyword) {
            return statements.append(compound)
        }
        repeat {
            try simple(into: &statements)
        } while take(.semicolon) && current.kind != .newline && current.kind != .end
        if case .newline = current.kind {
            advance()
        } else if current.kind != .end {
            throw unexpected()
        }
    }

    /// `: statement; statement` on the same line, or an indented block.
    mutating func block() throws(ScriptSyntaxError) -> [StatementSyntax] {
        try expect(.colon)
        var statements: [StatementSyntax] = []
        guard case .newline = current.kind else {
            if case .keyword(let keyword) = current.kind, keyword.beginsBlock { throw unexpected() }
            try statement(into: &statements)
            return statements
        }
        advance()
        guard case .indent = current.kind else { throw current.position.error("expected an indented block") }
        advance()
        while current.kind != .dedent, current.kind != .end { try statement(into: &statements) }
        if case .dedent = current.kind { advance() }
        return statements
    }

    private mutating func simple(into statements: inout [StatementSyntax]) throws(ScriptSyntaxError) {
        let position = current.position
        func add(_ kind: StatementSyntax.Kind) {
            statements.append(StatementSyntax(kind: kind, position: position))
        }
        guard case .keyword(let keyword) = current.kind else { return add(try assignment()) }
        switch keyword {
        case .pass:
            advance()
            add(.pass)
        case .break, .continue:
            guard loops > 0 else { throw position.error("`\(keyword.rawValue)` outside a loop") }
            advance()
            add(keyword == .break ? .break : .continue)
        case .return:
            guard bindings.count > 1 else { throw position.error("`return` outside a function") }
            advance()
            add(.return(startsExpression ? try expressionList() : nil))
        case .raise:
            advance()
            let exception = startsExpression ? try expression() : nil
            let cause = exception != nil && take(.from) ? try expression() : nil
            add(.raise(exception, cause: cause))
        case .del:
            advance()
            let targets = try deletions()
            add(.delete(targets))
        case .assert:
            advance()
            let test = try expression()
            add(.assert(test, take(.comma) ? try expression() : nil))
        case .global, .nonlocal: try declare(keyword)
        case .import, .from: try imports(into: &statements)
        default: add(try assignment())
        }
    }

    private mutating func deletions() throws(ScriptSyntaxError) -> [ExpressionSyntax] {
        var targets: [ExpressionSyntax] = []
        repeat {
            let target = try primary()
            try checkedDeletion(target)
            targets.append(target)
        } while take(.comma) && startsExpression
        return targets
    }

    private mutating func declare(_ keyword: Keyword) throws(ScriptSyntaxError) {
        let position = current.position
        advance()
        repeat {
            let name = try expectName()
            if bindings.count == 1 {
                if keyword == .nonlocal { throw position.error("`nonlocal` outside a function") }
                continue
            }
            if bindings[bindings.count - 1].contains(name) {
                throw position.error("`\(name)` is used before it is declared \(keyword.rawValue)")
            }
            if keyword == .global {
                bindings[bindings.count - 1].globals.insert(name)
                bindings[0].bind(name)
            } else {
                bindings[bindings.count - 1].nonlocals.insert(name)
            }
        } while take(.comma)
    }

    /// `a = b = value`, `a += value`, `a: annotation = value`, or an expression alone.
    private mutating func assignment() throws(ScriptSyntaxError) -> StatementSyntax.Kind {
        let first = try expressionList()
        if at(.colon) { return try annotated(first) }
        if case .symbol(let symbol) = current.kind, let operation = symbol.augments {
            switch first.kind {
            case .name(let name): bind(name)
            case .attribute, .subscripted: break
            default: throw first.position.error("cannot assign to \(first.description) in place")
            }
            advance()
            return .augmented(first, operation, try expressionList())
        }
        guard at(.assign) else { return .expression(first) }
        var sides = [first]
        while take(.assign) { sides.append(try expressionList()) }
        let value = sides.removeLast()
        for target in sides { _ = try checkedTarget(target) }
        return .assign(sides, value)
    }

    /// Annotations are read and forgotten, but for making their name one of the function's own.
    private mutating func annotated(_ target: ExpressionSyntax) throws(ScriptSyntaxError) -> StatementSyntax.Kind {
        switch target.kind {
        case .name(let name) where bindings.count > 1:
            let function = bindings[bindings.count - 1]
            if function.globals.contains(name) || function.nonlocals.contains(name) {
                throw target.position.error("`\(name)` is declared global or nonlocal, and annotated")
            }
            bind(name)
        case .name, .attribute, .subscripted: break
        default: throw unexpected()
        }
        advance()
        _ = try expression()
        guard take(.assign) else { return .pass }
        _ = try checkedTarget(target)
        return .assign([target], try expressionList())
    }
}
