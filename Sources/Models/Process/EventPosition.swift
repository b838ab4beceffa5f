/// Where an event definition stands, and which may stand there.
enum EventPosition {
    case start, eventSubprocessStart, intermediateCatch, intermediateThrow, end, boundary

    /// The definitions that are read somewhere.
    static let definitions: TextSet = [
        "messageEventDefinition", "signalEventDefinition", "timerEventDefinition", "conditionalEventDefinition",
        "errorEventDefinition", "escalationEventDefinition", "linkEventDefinition", "terminateEventDefinition",
        "cancelEventDefinition",
    ]

    /// The definitions allowed, in the order SpiffWorkflow takes several of one event.
    var allowed: [String] {
        switch self {
        case .start: Self.waiting
        case .eventSubprocessStart: Self.waiting + ["errorEventDefinition", "escalationEventDefinition"]
        case .intermediateCatch: Self.waiting + ["linkEventDefinition"]
        case .intermediateThrow:
            ["escalationEventDefinition", "messageEventDefinition", "signalEventDefinition", "linkEventDefinition"]
        case .end:
            [
                "messageEventDefinition", "cancelEventDefinition", "errorEventDefinition", "escalationEventDefinition",
                "signalEventDefinition", "terminateEventDefinition",
            ]
        case .boundary: ["cancelEventDefinition", "errorEventDefinition", "escalationEventDefinition"] + Self.waiting
        }
    }

    private static let waiting = [
        "messageEventDefinition", "signalEventDefinition", "timerEventDefinition", "conditionalEventDefinition",
    ]

    var isThrowing: Bool { self == .intermediateThrow || self == .end }
}
