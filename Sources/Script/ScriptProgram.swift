package import Events
package import OrderedCollections

/// Statements of the subset, read and resolved once, run often.
package struct ScriptProgram: Sendable {
    package let source: String

    package init(parsing source: String) throws(ScriptSyntaxError) {
        self.source = source
    }

    /// Runs the statements on `variables`, which are unchanged if it fails.
    package func run(
        on variables: inout OrderedDictionary<String, Value>, host: ScriptHost = .system,
        budget: ScriptBudget = .standard
    ) throws(ScriptFailure) {
        throw ScriptFailure(exception: "NotImplementedError", message: "the evaluator is on its way", line: 1)
    }
}
