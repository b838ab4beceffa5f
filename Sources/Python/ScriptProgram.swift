import Messages
package import Values

/// Statements of the subset, read and resolved once, run often.
package struct ScriptProgram: Sendable {
    package let source: String
    private let code: Code

    package init(parsing source: String) throws(ScriptSyntaxError) {
        let (syntax, bindings) = try Parser.program(source)
        self.code = try Resolver.program(syntax, bindings)
        self.source = source
    }

    /// The names it reads or binds outside its functions, those of builtins too.
    package var names: TextSet { TextSet(code.globals) }

    /// A variable that got a value, or lost it.
    package typealias Change = (name: String, value: Value?)

    /// Runs the statements on `variables`, which are unchanged if it fails.
    /// - Returns: what it has changed, or may have.
    @discardableResult
    package func run(
        on variables: inout TextTable<Value>, host: ScriptHost
    ) throws(ScriptFailure) -> [Change] {
        var budget = ScriptBudget.standard
        return try run(on: &variables, host: host, spending: &budget)
    }

    /// The same, of a budget for several evaluations together: what this one uses is taken off.
    @discardableResult
    package func run(
        on variables: inout TextTable<Value>, host: ScriptHost, spending budget: inout ScriptBudget
    ) throws(ScriptFailure) -> [Change] {
        let share = budget.share()
        let machine = Machine(code: code, scope: variables, host: host, budget: share)
        defer {
            budget.spend(share, leaving: machine)
            machine.finish()
        }
        if share.steps <= 0 { throw machine.failure(for: machine.exhausted("too many steps")) }
        do {
            guard case .block(let block) = code.body else { return [] }
            _ = try block.run(machine.rootFrame())
            let changes = try machine.changes()
            for (name, value) in changes { variables[name] = value }
            return changes
        } catch {
            throw machine.failure(for: error)
        }
    }
}
