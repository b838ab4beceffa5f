/// `[element for target in iterable if condition …]` and its relatives.
struct ComprehensionSyntax: Sendable {
    enum Kind: Sendable { case list, set, dict, generator }

    struct Clause: Sendable {
        let target: ExpressionSyntax
        let iterable: ExpressionSyntax
        let conditions: [ExpressionSyntax]
    }

    let kind: Kind
    /// The key, for a dictionary.
    let element: ExpressionSyntax
    let value: ExpressionSyntax?
    let clauses: [Clause]
    /// Whether a lambda or generator inside may outlive one turn, so that the variables need a frame of their own.
    let holdsClosure: Bool
}
