/// Statements that hold blocks.
extension Parser {
    /// The compound statement that `keyword` begins, or nil.
    mutating func compound(_ keyword: Keyword) throws(ScriptSyntaxError) -> StatementSyntax? {
        let position = current.position
        switch keyword {
        case .if: return StatementSyntax(kind: try conditional(), position: position)
        case .while: return StatementSyntax(kind: try whileLoop(), position: position)
        case .for: return StatementSyntax(kind: try forLoop(), position: position)
        case .def: return try function()
        case .try: return StatementSyntax(kind: try attempt(), position: position)
        default: return nil
        }
    }

    private mutating func conditional() throws(ScriptSyntaxError) -> StatementSyntax.Kind {
        var branches: [(test: ExpressionSyntax, body: [StatementSyntax])] = []
        repeat {
            advance()
            let test = try named()
            branches.append((test, try block()))
        } while at(.elif)
        return .if(branches, otherwise: take(.else) ? try block() : [])
    }

    private mutating func whileLoop() throws(ScriptSyntaxError) -> StatementSyntax.Kind {
        advance()
        let test = try named()
        let body = try loopBody()
        return .while(test, body: body, otherwise: take(.else) ? try block() : [])
    }

    private mutating func forLoop() throws(ScriptSyntaxError) -> StatementSyntax.Kind {
        advance()
        let target = try checkedTarget(try targetList())
        try expect(.in)
        let iterable = try expressionList()
        let body = try loopBody()
        return .for(target, iterable, body: body, otherwise: take(.else) ? try block() : [])
    }

    private mutating func loopBody() throws(ScriptSyntaxError) -> [StatementSyntax] {
        loops += 1
        let body = try block()
        loops -= 1
        return body
    }

    private mutating func attempt() throws(ScriptSyntaxError) -> StatementSyntax.Kind {
        let position = current.position
        advance()
        let body = try block()
        var handlers: [TrySyntax.Handler] = []
        while at(.except) {
            if let last = handlers.last, last.type == nil {
                throw last.position.error("a bare `except` must be the last")
            }
            handlers.append(try handler())
        }
        let otherwise = !handlers.isEmpty && take(.else) ? try block() : []
        let finally = take(.finally) ? try block() : []
        guard !handlers.isEmpty || !finally.isEmpty else {
            throw position.error("`try` needs `except` or `finally`")
        }
        return .try(TrySyntax(body: body, handlers: handlers, otherwise: otherwise, finally: finally))
    }

    private mutating func handler() throws(ScriptSyntaxError) -> TrySyntax.Handler {
        let position = current.position
        advance()
        if at(.star) { throw position.error("`except*` is not supported") }
        var type: ExpressionSyntax?
        var name: String?
        if !at(.colon) {
            type = try expression()
            if take(.as) {
                let bound = try expectName()
                bind(bound)
                name = bound
            }
        }
        return TrySyntax.Handler(type: type, name: name, body: try block(), position: position)
    }
}

extension Keyword {
    /// Whether a statement that begins so has a block, and cannot follow a colon on its line.
    var beginsBlock: Bool { [.if, .while, .for, .def, .try].contains(self) }
}
