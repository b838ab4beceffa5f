import Models
import Python

/// A message as one node uses it, shared so that handing it on costs nothing.
final class MessageUse: Sendable {
    let name: String
    let payload: ScriptExpression?
    let variable: String?
    let rules: CorrelationRules
    /// Rules that are evaluated on the data of a token that begins to wait.
    let ownRules: CorrelationRules

    init(_ definition: MessageDefinition) {
        self.name = definition.name
        self.payload = definition.payload
        self.variable = definition.variable
        self.rules = CorrelationRules(definition.correlations)
        self.ownRules = CorrelationRules(definition.variableCorrelations)
    }
}
