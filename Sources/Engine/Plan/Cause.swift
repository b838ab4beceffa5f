import BPMN

/// What a throw or end element or a send task causes.
enum Cause: Sendable {
    case none
    case message(MessageUse)
    case signal(NamedDefinition)
    case error(CodedDefinition)
    case escalation(CodedDefinition)
    case terminate
}
