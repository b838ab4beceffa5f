import BPMN
import Events
import Script

extension Instance {
    /// A token begins to wait for its trigger; without one it is ready.
    mutating func expect(_ trigger: Trigger, at token: TokenIndex) throws(EngineFailure) -> TokenState {
        switch trigger {
        case .none: return .ready
        case .message(let use):
            if !use.ownRules.isEmpty {
                let found = try correlations(
                    by: use.ownRules, in: .dict(tokens[token].data), at: node(of: token).id)
                correlate(scope(of: token), with: found)
            }
            return .waiting
        case .signal, .error, .escalation: return .waiting
        }
    }

    /// Gives a waiting token the event it caught: it is ready.
    mutating func deliver(_ event: Event, to token: TokenIndex, addressed: Bool) throws(EngineFailure) {
        let node = node(of: token)
        if case .message(let use) = node.trigger, !use.rules.isEmpty {
            let found = try use.rules.correlations(
                of: event.payload, at: node.id, host: turn.host, lenient: addressed)
            correlate(scope(of: token), with: found)
        }
        tokens[token].memory = .caught(event.payload)
        try set(token, to: .ready)
    }

    /// Puts the caught payload into the token's data by the rules of the model's dialect.
    mutating func takePayload(of trigger: Trigger, at token: TokenIndex) throws(EngineFailure) {
        guard case .caught(let payload) = tokens[token].memory else { return }
        tokens[token].memory = .nothing
        switch plan.definition.dialect {
        case .spiff:
            if let variable = trigger.variable { tokens[token].data[variable] = payload }
        case .bpmn:
            if case .null = payload { return }
            guard case .dict(let entries) = payload else {
                throw EngineFailure(
                    kind: .model, element: node(of: token).id,
                    message: "the payload is a \(payload.kindName); this dialect merges it into the data, "
                        + "so it must be an object")
            }
            for (name, value) in entries { tokens[token].data[name] = value }
        }
    }

    /// Catches waiting inside get it; what none of them wants goes outward.
    mutating func throwEvent(_ cause: Cause, from token: TokenIndex) throws(EngineFailure) {
        guard let event = try event(of: cause, from: token) else { return }
        let catching = tokensCatching(event, addressed: false)
        if catching.isEmpty { return emit(event) }
        for other in catching { try deliver(event, to: other, addressed: false) }
    }

    private mutating func event(of cause: Cause, from token: TokenIndex) throws(EngineFailure) -> Event? {
        switch cause {
        case .none, .terminate: return nil
        case .message(let use): return try message(use, from: token)
        case .signal(let definition):
            let payload = try thrownPayload(definition.payload, from: token) ?? .null
            return Event(kind: .signal, name: definition.name, payload: payload)
        case .error(let definition):
            let payload = try thrownPayload(definition.payload, from: token) ?? .null
            return Event(kind: .error, name: definition.name, code: definition.code, payload: payload)
        case .escalation(let definition):
            let payload = try thrownPayload(definition.payload, from: token) ?? .null
            return Event(kind: .escalation, name: definition.name, code: definition.code, payload: payload)
        }
    }

    private mutating func message(_ use: MessageUse, from token: TokenIndex) throws(EngineFailure) -> Event {
        guard let payload = try thrownPayload(use.payload, from: token) else {
            return Event(kind: .message, name: use.name, payload: .emptyDict)
        }
        var event = Event(kind: .message, name: use.name, payload: payload)
        if !use.rules.isEmpty {
            event.correlations = try correlations(by: use.rules, in: payload, at: node(of: token).id)
            correlate(scope(of: token), with: event.correlations)
        }
        return event
    }

    /// Spiff: the value of the payload expression, nothing without one. Base: a copy of all data.
    private func thrownPayload(_ expression: ScriptExpression?, from token: TokenIndex) throws(EngineFailure) -> Value?
    {
        switch plan.definition.dialect {
        case .spiff:
            guard let expression else { return nil }
            return try evaluate(expression, at: token)
        case .bpmn: return .dict(tokens[token].data)
        }
    }
}
