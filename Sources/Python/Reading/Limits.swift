/// How deep a fragment may nest; every later pass recurses over what was accepted here.
enum Limits {
    /// Indented blocks within each other.
    static let blocks = 20
    /// Brackets, operators, lambdas within each other, as the parser recurses.
    static let nesting = 40
    /// Levels of the finished tree, which also grows by `a.b.c[0]…` without recursion in the parser.
    static let height = 100
    /// f-strings within the fields of f-strings.
    static let formats = 4
}
