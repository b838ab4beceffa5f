/// Whose payload rules apply to the models.
package enum ModelDialect: String, Sendable, Hashable, CaseIterable {
    case spiff = "spiff"
    case bpmn = "bpmn"
}
