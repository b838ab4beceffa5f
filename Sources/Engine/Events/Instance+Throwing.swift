import BPMN
import Events
import Script

extension Instance {
    /// Catches waiting inside get it; what none of them wants goes outward.
    mutating func throwEvent(_ cause: Cause, from token: TokenIndex) throws(EngineFailure) {
        if case .cancel = cause { return try throwCancel(from: token) }
        if case .several(let causes) = cause {
            for one in causes { try throwEvent(one, from: token) }
            return
        }
        guard let event = try event(of: cause, from: token) else { return }
        let catching: [TokenIndex]
        switch event.kind {
        case .message, .signal: catching = tokensCatching(event, addressed: false)
        case .error, .escalation: catching = enclosingTokensCatching(event, from: scope(of: token))
        }
        if catching.isEmpty { return emit(event) }
        for other in catching { try deliver(event, to: other, addressed: false) }
    }

    /// Errors and escalations climb: the innermost activity around the throwing element whose boundary catches
    /// them gets them (BPMN 2.0 §10.5.6).
    private func enclosingTokensCatching(_ event: Event, from scope: RunningScopeIndex) -> [TokenIndex] {
        var inner = scope
        while scopes[inner].owner >= 0 {
            let owner = scopes[inner].owner
            inner = self.scope(of: owner)
            let catching = boundaries(of: owner).filter { boundary in
                tokens[boundary].state == .waiting
                    && catches(node(of: boundary).trigger, event, at: boundary, addressed: false)
            }
            if !catching.isEmpty { return catching }
        }
        return []
    }

    /// A cancel end element: the boundary element of its transaction that waits for it gets ready.
    private mutating func throwCancel(from token: TokenIndex) throws(EngineFailure) {
        let owner = scopes[scope(of: token)].owner
        guard owner >= 0 else { return }
        for boundary in boundaries(of: owner) where tokens[boundary].state == .waiting {
            if case .cancel = node(of: boundary).trigger { try set(boundary, to: .ready) }
        }
    }

    private mutating func event(of cause: Cause, from token: TokenIndex) throws(EngineFailure) -> Event? {
        switch cause {
        case .none, .terminate, .cancel, .several: return nil
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
    private func thrownPayload(
        _ expression: ScriptExpression?, from token: TokenIndex
    ) throws(EngineFailure) -> Value? {
        switch plan.definition.dialect {
        case .spiff:
            guard let expression else { return nil }
            return try evaluate(expression, at: token)
        case .bpmn: return .dict(tokens[token].data)
        }
    }
}
