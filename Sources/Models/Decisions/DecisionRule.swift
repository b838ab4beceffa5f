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
