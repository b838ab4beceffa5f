import Python

/// A column of inputs: what its cells are about.
struct DecisionInput {
    /// The label or, without one, the expression: what people call the column.
    var title: String
    /// nil where it has neither, or was refused.
    var source: Source?

    enum Source {
        case expression(ScriptExpression)
        case label(String)
    }
}

extension DecisionInput.Source {
    /// How it is written before or in a test.
    var text: String {
        switch self {
        case .expression(let expression): expression.source
        case .label: DecisionCondition.variable
        }
    }

    /// The variable that a test is told; nil where the input is written in it.
    var label: String? {
        switch self {
        case .expression: nil
        case .label(let name): name
        }
    }
}
