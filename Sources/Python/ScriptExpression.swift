import Messages
package import Values

/// An expression of the subset, read and resolved once, evaluated often.
package struct ScriptExpression: Sendable {
    package let source: String
    /// The free names it reads, those of builtins too: a scope may have its own `type` or `id`.
    package let names: TextSet
    /// Whether it gives the same for the same variables at any time and in any process: no name in it leads to a
    /// function that asks for the time or for chance.
    package let isSteady: Bool
    private let code: Code

    package init(parsing source: String) throws(ScriptSyntaxError) {
        let (syntax, bindings) = try Parser.expression(source)
        self.code = try Resolver.expression(syntax, bindings)
        self.source = source
        self.names = TextSet(code.globals)
        self.isSteady = names.isDisjoint(with: Catalogue.unsteady)
    }

    /// The names Python has without an import, which an expression can use whatever its scope.
    package static var builtinNames: TextSet { TextSet(Builtins.all.keys) }

    package func evaluate(
        in scope: some ScriptScope, host: ScriptHost
    ) throws(ScriptFailure) -> Value {
        var budget = ScriptBudget.standard
        return try evaluate(in: scope, host: host, spending: &budget)
    }

    /// One of several evaluations that share a budget: what it uses is taken off, a step at least.
    package func evaluate(
        in scope: some ScriptScope, host: ScriptHost, spending budget: inout ScriptBudget
    ) throws(ScriptFailure) -> Value {
        let share = budget.share()
        let machine = Machine(code: code, scope: scope, host: host, budget: share)
        defer {
            budget.spend(share, leaving: machine)
            machine.finish()
        }
        if share.steps <= 0 { throw machine.failure(for: machine.exhausted("too many steps")) }
        do {
            guard case .expression(let node) = code.body else { return .null }
            let object = try node.evaluate(machine.rootFrame())
            // `id` where there is no `id` must not become a function; nobody means that.
            if object.isCode, let name = node as? GlobalNode { throw name.notDefined(machine) }
            return try machine.value(of: object)
        } catch {
            throw machine.failure(for: error)
        }
    }
}
