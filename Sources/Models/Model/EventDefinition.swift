package import Python

/// What a start, catch, throw, boundary or end element is triggered by or causes (BPMN 2.0 §10.5.5).
package enum EventDefinition: Sendable {
    case none
    case message(MessageDefinition)
    case signal(NamedDefinition)
    case error(CodedDefinition)
    case escalation(CodedDefinition)
    case timer(TimerDefinition)
    case conditional(ScriptExpression)
    case link(name: String)
    case terminate
    case cancel
    /// `parallel`: all of them must come, else any one.
    case multiple([EventDefinition], parallel: Bool)
}

/// A message as one node throws or catches it: name, payload and correlation rules resolved.
package struct MessageDefinition: Sendable {
    /// `message/@name` through `messageRef`; a node without one uses its own name.
    package var name: String
    /// Thrown payload (spiff dialect).
    package var payload: ScriptExpression?
    /// Where a caught payload goes (spiff dialect); without one it is dropped.
    package var variable: String?
    /// How correlations are computed from the payload, in the model's order.
    package var correlations: [CorrelationRule]
    /// `processVariableCorrelation`: how they are computed from the task's own data.
    package var variableCorrelations: [CorrelationRule]

    package init(
        name: String, payload: ScriptExpression? = nil, variable: String? = nil,
        correlations: [CorrelationRule] = [], variableCorrelations: [CorrelationRule] = []
    ) {
        self.name = name
        self.payload = payload
        self.variable = variable
        self.correlations = correlations
        self.variableCorrelations = variableCorrelations
    }
}

/// One correlation property, where its value comes from, and the keys it belongs to.
package struct CorrelationRule: Sendable {
    package var property: String
    package var keys: [String]
    package var expression: ScriptExpression

    package init(property: String, keys: [String], expression: ScriptExpression) {
        self.property = property
        self.keys = keys
        self.expression = expression
    }
}

/// A signal: matched by name.
package struct NamedDefinition: Sendable {
    package var name: String
    package var payload: ScriptExpression?
    package var variable: String?

    package init(name: String, payload: ScriptExpression? = nil, variable: String? = nil) {
        self.name = name
        self.payload = payload
        self.variable = variable
    }
}

/// An error or escalation: matched by code; a catcher without a code catches all.
package struct CodedDefinition: Sendable {
    package var name: String
    package var code: String?
    package var payload: ScriptExpression?
    package var variable: String?

    package init(name: String, code: String?, payload: ScriptExpression? = nil, variable: String? = nil) {
        self.name = name
        self.code = code
        self.payload = payload
        self.variable = variable
    }
}

/// A timer; the expression gives ISO 8601 text.
package struct TimerDefinition: Sendable {
    package enum Kind: Sendable, Hashable { case date, duration, cycle }

    package var kind: Kind
    package var expression: ScriptExpression

    package init(kind: Kind, expression: ScriptExpression) {
        self.kind = kind
        self.expression = expression
    }
}
