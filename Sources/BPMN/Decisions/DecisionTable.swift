/// A DMN decision table, prepared for running.
package struct DecisionTable: Sendable {
    package var id: String
    package var name: String?
    package var place: Place
    package var hitPolicy: HitPolicy
    package var rules: [DecisionRule]

    package init(id: String, name: String?, place: Place, hitPolicy: HitPolicy, rules: [DecisionRule]) {
        self.id = id
        self.name = name
        self.place = place
        self.hitPolicy = hitPolicy
        self.rules = rules
    }
}

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
