package import Script

/// A row of a decision table.
package struct DecisionRule: Sendable {
    /// Counted from 1.
    package var number: Int
    /// The input cells that ask something, in the order of the columns.
    package var conditions: [DecisionCondition]
    package var results: [DecisionResult]

    package init(number: Int, conditions: [DecisionCondition], results: [DecisionResult]) {
        self.number = number
        self.conditions = conditions
        self.results = results
    }
}

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

/// An output cell: what the row gives, and under which name.
package struct DecisionResult: Sendable {
    package var title: String
    /// The output's name, in parts where it has dots: objects within each other.
    package var path: [String]
    /// nil: an empty cell gives an empty text.
    package var value: ScriptExpression?

    package init(title: String, path: [String], value: ScriptExpression?) {
        self.title = title
        self.path = path
        self.value = value
    }
}
