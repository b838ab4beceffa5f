import Messages
import Models
import Python
import Values

/// What a start, catch or boundary element, a receive task or an event-based gateway waits for.
indirect enum Trigger: Sendable {
    case none
    case message(MessageUse)
    case signal(NamedDefinition)
    case error(CodedDefinition)
    case escalation(CodedDefinition)
    case timer(TimerDefinition)
    case conditional(ScriptExpression)
    /// The cancel end element of the transaction it is attached to.
    case cancel
    /// Any one of them, or all.
    case several([Trigger], needsAll: Bool)

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

    /// Waits for a time, perhaps among others.
    var hasTimer: Bool {
        switch self {
        case .timer: true
        case .several(let triggers, _): triggers.contains(where: \.hasTimer)
        case .none, .message, .signal, .error, .escalation, .conditional, .cancel: false
        }
    }

    /// The conditions it waits for, with their positions among several.
    var conditions: [(position: Int, condition: ScriptExpression)] {
        switch self {
        case .conditional(let condition): [(0, condition)]
        case .several(let triggers, _):
            triggers.enumerated().compactMap { position, trigger in
                if case .conditional(let condition) = trigger { (position, condition) } else { nil }
            }
        case .none, .message, .signal, .error, .escalation, .timer, .cancel: []
        }
    }

    /// Where a caught payload goes in the spiff dialect.
    var variable: String? {
        switch self {
        case .message(let use): use.variable
        case .signal(let definition): definition.variable
        case .error(let definition), .escalation(let definition): definition.variable
        case .none, .timer, .conditional, .cancel, .several: nil
        }
    }
}
