package import Events

/// An expression of the subset, read and resolved once, evaluated often.
package struct ScriptExpression: Sendable {
    package let source: String
    /// The free names it reads, builtins it uses left out.
    package let names: Set<String>

    package init(parsing source: String) throws(ScriptSyntaxError) {
        self.source = source
        self.names = []
    }

    package func evaluate(
        in scope: some ScriptScope, host: ScriptHost = .system, budget: ScriptBudget = .standard
    ) throws(ScriptFailure) -> Value {
        throw ScriptFailure(exception: "NotImplementedError", message: "the evaluator is on its way", line: 1)
    }
}
