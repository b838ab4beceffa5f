/// Python's reserved words, those outside the subset too, so that they can be named when refused.
enum Keyword: String, Sendable, CaseIterable {
    case `false` = "False", none = "None", `true` = "True"
    case and, `as`, assert, async, await, `break`, `class`, `continue`, def, del, elif, `else`, except
    case finally, `for`, from, global, `if`, `import`, `in`, `is`, lambda, nonlocal, not, or, pass
    case raise, `return`, `try`, `while`, with, yield

    static let bySpelling: TextMap<Keyword> = TextMap(
        uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

    /// What the subset leaves out.
    var isUnsupported: Bool {
        switch self {
        case .async, .await, .class, .with, .yield: true
        default: false
        }
    }
}
