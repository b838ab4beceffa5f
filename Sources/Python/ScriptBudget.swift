/// What one evaluation may use before it is stopped with `BudgetExceeded`.
package struct ScriptBudget: Sendable, Hashable {
    /// Statements, loop turns, calls and elements looked at.
    package var steps: Int
    /// Bytes asked for altogether, freed or not.
    package var bytes: Int
    /// Calls of the script's own functions within each other.
    package var depth: Int
    /// Whether an evaluation has asked for more than there was.
    package private(set) var wasExceeded = false

    package init(steps: Int, bytes: Int, depth: Int) {
        self.steps = steps
        self.bytes = bytes
        self.depth = depth
    }

    /// An endless loop ends within a fraction of a second.
    package static let standard = ScriptBudget(steps: 1_000_000, bytes: 64 << 20, depth: 100)

    /// Of what is left for several evaluations together, what one of them may use.
    func share() -> ScriptBudget {
        ScriptBudget(
            steps: min(steps, Self.standard.steps), bytes: min(bytes, Self.standard.bytes),
            depth: min(depth, Self.standard.depth))
    }

    /// Takes off what one of them used of its share: a step at least, and all of it where it asked for more.
    mutating func spend(_ share: ScriptBudget, leaving machine: Machine) {
        if machine.wasExhausted { wasExceeded = true }
        steps -= max(1, share.steps - min(machine.steps, share.steps))
        bytes -= share.bytes - min(machine.bytes, share.bytes)
    }
}
