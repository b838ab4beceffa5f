import Python

/// How much may be done for one step where it is run.
///
/// The budget of an input ends what would never end, and is the same everywhere: `Turn.longest` elements and
/// `Turn.allScripts`. Where a step must not keep others waiting it may do less than that, and if it needs more, it is
/// run elsewhere from its beginning. Both are counted and not timed, so that the same step always goes the same way.
struct Allowance: Sendable, Hashable {
    /// Work of the engine itself, in units of about ten nanoseconds.
    var effort: Int
    /// What all scripts and expressions of the step may use together.
    var scripts: ScriptBudget

    /// As much as the budget of an input allows.
    static let whole = Allowance(effort: .max, scripts: Turn.allScripts)

    /// About a millisecond of the engine's work, of script steps, and of filling memory.
    static let light = Allowance(
        effort: 100_000,
        scripts: ScriptBudget(steps: 20_000, bytes: 2 << 20, depth: Turn.allScripts.depth))
}

/// What the engine's own work costs, in units of about ten nanoseconds.
enum Effort {
    /// An element that is run.
    static let element = 50
    /// A subprocess that begins.
    static let begin = 1000
    /// A subprocess that is asked whether it has something to run.
    static let scope = 10
    /// A variable that is copied with the data of a token.
    static let variable = 4
    /// A cell of a decision table.
    static let cell = 25
    /// So many bytes of a state are read or written for one unit.
    static let bytes = 4
    /// A value within what came in.
    static let value = 1
    /// So many bytes of a text within it are one more.
    static let characters = 64
}
