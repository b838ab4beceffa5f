package import Python

/// An input cell: what must be true of its column's input.
package struct DecisionCondition: Sendable {
    /// What stands for the input in a test; SpiffWorkflow's name for it, which cells can use like `?`.
    package static let variable = "dmninputexpr"

    /// What people call the cell: "row 2, input `amount`".
    package var title: String
    /// The variable of the data that the test knows as `variable`: a column without an expression names it by its
    /// label. nil where the test has the input's expression in it.
    package var label: String?
    /// True or false.
    package var test: ScriptExpression

    package init(title: String, label: String?, test: ScriptExpression) {
        self.title = title
        self.label = label
        self.test = test
    }
}
