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
