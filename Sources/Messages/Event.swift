package import Values

/// The kinds of BPMN event that cross the border of an instance (BPMN 2.0 §10.5), and tasks that are worked on outside.
package enum EventKind: String, Sendable, Hashable, CaseIterable {
    case message = "message"
    case signal = "signal"
    case error = "error"
    case escalation = "escalation"
    /// Outward: a service, user, manual or plain task is to be done. Inward: its answer.
    case task = "task"
}

/// What the engine is told, or tells.
package struct Event: Sendable, Hashable {
    package var kind: EventKind
    /// The name of the message or signal, the operation or element of a task; errors and escalations may have one
    /// beside their code.
    package var name: String
    /// What errors and escalations are matched by.
    package var code: String?
    package var payload: Value
    /// Message correlations: key → property → value. Empty where the message has none. Of a task, its `TaskID`.
    package var correlations: Correlations

    package init(
        kind: EventKind, name: String, code: String? = nil, payload: Value = .null,
        correlations: Correlations = [:]
    ) {
        self.kind = kind
        self.name = name
        self.code = code
        self.payload = payload
        self.correlations = correlations
    }
}
