/// What one evaluation may use before it is stopped with `BudgetExceeded`.
package struct ScriptBudget: Sendable, Hashable {
    /// Statements, loop turns, calls and elements looked at.
    package var steps: Int
    /// Bytes asked for altogether, freed or not.
    package var bytes: Int
    /// Calls of the script's own functions within each other.
    package var depth: Int

    package init(steps: Int, bytes: Int, depth: Int) {
        self.steps = steps
        self.bytes = bytes
        self.depth = depth
    }

    /// An endless loop ends within a fraction of a second.
    package static let standard = ScriptBudget(steps: 1_000_000, bytes: 64 << 20, depth: 100)
}
