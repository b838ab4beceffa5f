import EnginePort
import Messages
import Models
import Python
import Values

extension Instance {
    /// Catches waiting inside get it; what none of them wants goes outward.
    mutating func throwEvent(_ definition: ThrowDefinition, from token: TokenIndex) throws(EngineFailure) {
        switch definition {
        case .cancel: try throwCancel(from: scope(of: token))
        case .several(let definitions): try throwAll(definitions, from: token)
        default:
            guard let event = try event(of: definition, from: token) else { return }
            try throwEvent(event, from: scope(of: token))
        }
    }

    private mutating func throwEvent(_ event: Event, from scope: RunningScopeIndex) throws(EngineFailure) {
        let catching: [TokenIndex]
        switch event.kind {
        case .message, .signal: catching = tokensCatching(event, addressed: false)
        case .error, .escalation:
            turn.count(tokens: tokens.count)
            catching = enclosingTokensCatching(event, from: scope)
        case .task: catching = []
        }
        if catching.isEmpty { return emit(event) }
        try deliver(event, toAll: catching, addressed: false)
    }

    /// All of them occur (BPMN 2.0, table 10.88), also those behind one that interrupts what the element is in: what
    /// they bring is computed before that, and the others climb from what is left around it.
    private mutating func throwAll(_ definitions: [ThrowDefinition], from token: TokenIndex) throws(EngineFailure) {
        var around: [(scope: RunningScopeIndex, serial: UInt64)] = []
        var owner = token
        while owner >= 0 {
            let scope = scope(of: owner)
            around.append((scope, scopes[scope].serial))
            owner = scopes[scope].owner
        }
        var events: [Event?] = []
        for definition in definitions { events.append(try event(of: definition, from: token)) }
        for (definition, event) in zip(definitions, events) {
            let left = around.first { scopes[$0.scope].isRunning && scopes[$0.scope].serial == $0.serial }
            guard let scope = left?.scope else { return }
            if let event {
                try throwEvent(event, from: scope)
            } else if case .cancel = definition, scope == around.first?.scope {
                try throwCancel(from: scope)
            }
        }
    }

    /// Errors and escalations climb: the innermost activity around the throwing element whose boundary catches
    /// them gets them (BPMN 2.0 §10.5.6).
    private func enclosingTokensCatching(_ event: Event, from scope: RunningScopeIndex) -> [TokenIndex] {
        var inner = scope
        while true {
            let own = standbys(in: inner).filter { isCatching($0, event) }
            if !own.isEmpty { return own }
            let owner = scopes[inner].owner
            if owner < 0 { return [] }
            let around = boundaries(of: loopAround(owner)).filter { isCatching($0, event) }
            if !around.isEmpty { return around }
            inner = self.scope(of: owner)
        }
    }

    /// Who catches an error of a task itself: its own boundary, else as it climbs.
    func tokensAroundCatching(_ event: Event, thrownIn token: TokenIndex) -> [TokenIndex] {
        let own = boundaries(of: loopAround(token)).filter { isCatching($0, event) }
        return own.isEmpty ? enclosingTokensCatching(event, from: scope(of: token)) : own
    }

    private func isCatching(_ token: TokenIndex, _ event: Event) -> Bool {
        tokens[token].state == .waiting && catches(node(of: token).trigger, event, at: token, addressed: false)
    }

    /// The loop whose instance the token is, which has the boundary elements; else the token itself.
    private func loopAround(_ token: TokenIndex) -> TokenIndex {
        tokens[token].parent >= 0 && !node(of: token).isBoundary ? Int(tokens[token].parent) : token
    }

    /// A cancel end element: the boundary element of its transaction that waits for it gets ready.
    private mutating func throwCancel(from scope: RunningScopeIndex) throws(EngineFailure) {
        let owner = scopes[scope].owner
        guard owner >= 0 else { return }
        for boundary in boundaries(of: loopAround(owner)) where tokens[boundary].state == .waiting {
            if case .cancel = node(of: boundary).trigger { try set(boundary, to: .ready) }
        }
    }

    private mutating func event(of definition: ThrowDefinition, from token: TokenIndex) throws(EngineFailure) -> Event?
    {
        switch definition {
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
        if use.rules.isEmpty { return Event(kind: .message, name: use.name, payload: payload) }
        let found = try correlations(by: use.rules, in: payload, at: node(of: token).id)
        correlate(scope(of: token), with: found)
        return Event(kind: .message, name: use.name, payload: payload, correlations: found)
    }

    /// Spiff: the value of the payload expression, nothing without one. Base: a copy of all data.
    private mutating func thrownPayload(
        _ expression: ScriptExpression?, from token: TokenIndex
    ) throws(EngineFailure) -> Value? {
        let payload: Value
        switch plan.definition.dialect {
        case .spiff:
            guard let expression else { return nil }
            payload = try evaluate(expression, at: token)
        case .bpmn: payload = .dict(tokens[token].data)
        }
        guard measure(payload) != nil else { throw Nesting.failure(at: node(of: token).id, "the payload") }
        return payload
    }
}
