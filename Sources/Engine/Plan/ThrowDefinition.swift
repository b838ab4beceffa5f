import BPMN

/// What a throw or end element or a send task causes.
indirect enum Cause: Sendable {
    case none
    case message(MessageUse)
    case signal(NamedDefinition)
    case error(CodedDefinition)
    case escalation(CodedDefinition)
    case terminate
    /// The transaction it ends is given up.
    case cancel
    case several([Cause])

    /// Ends its whole scope.
    var endsScope: Bool {
        switch self {
        case .terminate, .cancel: true
        case .several(let causes): causes.contains(where: \.endsScope)
        case .none, .message, .signal, .error, .escalation: false
        }
    }
}
