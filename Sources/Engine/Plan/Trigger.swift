import BPMN
import Events

/// What a start, catch or boundary element, a receive task or an event-based gateway waits for.
enum Trigger: Sendable {
    case none
    case message(MessageUse)
    case signal(NamedDefinition)
    case error(CodedDefinition)
    case escalation(CodedDefinition)

    /// Whether an event is of the kind and name waited for; correlations are asked elsewhere.
    func fits(_ event: Event) -> Bool {
        switch (self, event.kind) {
        case (.message(let use), .message): use.name == event.name
        case (.signal(let definition), .signal): definition.name == event.name
        case (.error(let definition), .error), (.escalation(let definition), .escalation):
            definition.code == nil || definition.code == event.code
        default: false
        }
    }

    var isNone: Bool {
        if case .none = self { true } else { false }
    }

    /// Where a caught payload goes in the spiff dialect.
    var variable: String? {
        switch self {
        case .none: nil
        case .message(let use): use.variable
        case .signal(let definition): definition.variable
        case .error(let definition), .escalation(let definition): definition.variable
        }
    }
}
