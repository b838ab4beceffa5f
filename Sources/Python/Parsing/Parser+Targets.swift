/// What can stand on the left of an assignment.
extension Parser {
    /// The target of `for`, up to `in`.
    mutating func targetList() throws(ScriptSyntaxError) -> ExpressionSyntax {
        let position = current.position
        let first = try target()
        guard at(.comma) else { return first }
        var items = [first]
        while take(.comma), !at(.in) { items.append(try target()) }
        return try make(.tuple(items), at: position, over: items)
    }

    private mutating func target() throws(ScriptSyntaxError) -> ExpressionSyntax {
        let position = current.position
        if take(.star) {
            let value = try primary()
            return try make(.starred(value), at: position, over: [value])
        }
        return try primary()
    }

    /// Checks that `syntax` can be assigned to, and notes the names it binds.
    mutating func checkedTarget(
        _ syntax: ExpressionSyntax, binds: Bool = true, mayStar: Bool = false
    ) throws(ScriptSyntaxError) -> ExpressionSyntax {
        switch syntax.kind {
        case .name(let name):
            if binds { bind(name) }
        case .attribute, .subscripted: break
        case .tuple(let items), .list(let items):
            var stars = 0
            for item in items {
                if case .starred = item.kind { stars += 1 }
                _ = try checkedTarget(item, binds: binds, mayStar: true)
            }
            if stars > 1 { throw syntax.position.error("two starred names in one assignment") }
        case .starred(let value) where mayStar: _ = try checkedTarget(value, binds: binds)
        case .starred: throw syntax.position.error("a starred target needs a list or tuple around it")
        default: throw syntax.position.error("cannot assign to \(syntax.description)")
        }
        return syntax
    }

    mutating func checkedDeletion(_ syntax: ExpressionSyntax) throws(ScriptSyntaxError) {
        switch syntax.kind {
        case .name(let name): bind(name)
        case .attribute, .subscripted: break
        case .tuple(let items), .list(let items):
            for item in items { try checkedDeletion(item) }
        default: throw syntax.position.error("cannot delete \(syntax.description)")
        }
    }
}

extension ExpressionSyntax {
    /// How a person would call it in "cannot assign to …".
    var description: String {
        switch kind {
        case .constant: "a constant"
        case .call: "a call"
        case .comparison: "a comparison"
        case .lambda: "a lambda"
        case .format: "an f-string"
        case .comprehension: "a comprehension"
        case .conditional: "a conditional expression"
        default: "an expression"
        }
    }
}
