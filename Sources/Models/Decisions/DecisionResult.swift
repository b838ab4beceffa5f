package import Python

/// An output cell: what the row gives, and under which name.
package struct DecisionResult: Sendable {
    package var title: String
    /// The output's name, in parts where it has dots: objects within each other.
    package var path: [String]
    /// nil: an empty cell gives an empty text.
    package var value: ScriptExpression?

    init(title: String, path: [String], value: ScriptExpression?) {
        self.title = title
        self.path = path
        self.value = value
    }
}
