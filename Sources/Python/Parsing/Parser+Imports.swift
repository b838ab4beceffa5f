/// `import` and `from … import …`, of the modules there are.
extension Parser {
    mutating func imports(into statements: inout [StatementSyntax]) throws(ScriptSyntaxError) {
        let position = current.position
        if take(.from) { return try importFrom(at: position, into: &statements) }
        advance()
        repeat {
            let module = try moduleName()
            let bound = take(.as) ? try expectName() : module
            bind(bound)
            statements.append(
                StatementSyntax(kind: .import(module: module, bound: bound), position: position))
        } while take(.comma)
    }

    private mutating func importFrom(
        at position: SourcePosition, into statements: inout [StatementSyntax]
    ) throws(ScriptSyntaxError) {
        let module = try moduleName()
        try expect(.import)
        if at(.star) { throw current.position.error("`import *` is not supported") }
        let isParenthesized = take(.open)
        var names: [(name: String, bound: String)] = []
        repeat {
            if isParenthesized, at(.close) { break }
            let place = current.position
            let name = try expectName()
            guard Modules.offers(name, in: module) else {
                throw place.error("`\(name)` of module `\(module)` is not supported")
            }
            let bound = take(.as) ? try expectName() : name
            bind(bound)
            names.append((name, bound))
        } while take(.comma)
        if isParenthesized { try expect(.close) }
        statements.append(StatementSyntax(kind: .importFrom(module: module, names), position: position))
    }

    private mutating func moduleName() throws(ScriptSyntaxError) -> String {
        let position = current.position
        var name = try expectName()
        while take(.dot) { name += ".\(try expectName())" }
        guard Modules.names.contains(name) else {
            throw position.error(
                "module `\(name)` is not supported; there are \(Modules.names.joined(separator: ", "))")
        }
        return name
    }
}
