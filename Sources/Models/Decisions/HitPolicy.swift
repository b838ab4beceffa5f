/// What becomes of the rules of a table that match (DMN 1.3 §8.2.8): those that SpiffWorkflow runs as DMN has them.
package enum HitPolicy: String, Sendable, Hashable, CaseIterable {
    /// The first that matches counts; those below it are not looked at.
    case unique = "UNIQUE"
    /// The first that matches counts, after all were looked at.
    case first = "FIRST"
    case any = "ANY"
    /// All that match: each output becomes a list.
    case collect = "COLLECT"
}
