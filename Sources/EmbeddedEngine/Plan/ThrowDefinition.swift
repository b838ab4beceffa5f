import Models

/// What a throw or end element or a send task throws.
indirect enum ThrowDefinition: Sendable {
    case none
    case message(MessageUse)
    case signal(NamedDefinition)
    case error(CodedDefinition)
    case escalation(CodedDefinition)
    case terminate
    /// The transaction it ends is given up.
    case cancel
    case several([ThrowDefinition])

    /// Ends its whole scope.
    var endsScope: Bool {
        switch self {
        case .terminate, .cancel: true
        case .several(let definitions): definitions.contains(where: \.endsScope)
        case .none, .message, .signal, .error, .escalation: false
        }
    }
}
