import EnginePort
import Messages
import Models
import Python
import Values

extension Instance {
    /// A token begins to wait for its trigger; it is ready where there is none, or where it holds already.
    mutating func expect(_ trigger: Trigger, at token: TokenIndex) throws(EngineFailure) -> TokenState {
        switch trigger {
        case .none: return .ready
        case .message(let use): try correlateOwnData(use, at: token)
        case .signal, .error, .escalation, .cancel: break
        case .timer(let definition):
            let alarm = try alarm(for: definition, at: token)
            if alarm.isDue(at: turn.now), alarm.repeats == nil { return .ready }
            tokens[token].memory = .alarm(alarm)
        case .conditional(let condition):
            if try fires(condition, at: token) { return .ready }
        case .several(let triggers, let needsAll):
            let parts = dueSeen(try parts(of: triggers, at: token), needsAll: needsAll)
            tokens[token].memory = .parts(parts)
            if parts.areEnough(needsAll: needsAll) { return .ready }
        }
        return .waiting
    }

    private mutating func parts(
        of triggers: [Trigger], at token: TokenIndex
    ) throws(EngineFailure) -> [Token.Part] {
        var parts: [Token.Part] = []
        for trigger in triggers {
            switch trigger {
            case .timer(let definition): parts.append(.alarm(try alarm(for: definition, at: token)))
            case .message(let use):
                try correlateOwnData(use, at: token)
                parts.append(.open)
            default: parts.append(.open)
            }
        }
        return parts
    }

    /// Of several times one is over already: it has come, where one is enough the earliest.
    private func dueSeen(_ parts: [Token.Part], needsAll: Bool) -> [Token.Part] {
        var parts = parts
        var due = parts.indices.filter { position in
            guard let alarm = parts[position].alarm else { return false }
            return alarm.repeats == nil && alarm.isDue(at: turn.now)
        }
        due.sort { (parts[$0].alarm?.due ?? .distantFuture) < (parts[$1].alarm?.due ?? .distantFuture) }
        for position in needsAll ? due[...] : due.prefix(1) { parts[position] = .seen(.null) }
        return parts
    }

    private mutating func correlateOwnData(_ use: MessageUse, at token: TokenIndex) throws(EngineFailure) {
        if use.ownRules.isEmpty { return }
        let own = Value.dict(tokens[token].data)
        correlate(scope(of: token), with: try correlations(by: use.ownRules, in: own, at: node(of: token).id))
    }

    /// Gives every one of these waiting tokens the event, event subprocesses last.
    mutating func deliver(_ event: Event, toAll catching: [TokenIndex], addressed: Bool) throws(EngineFailure) {
        for token in catching where tokens[token].role != .standby {
            try deliver(event, to: token, addressed: addressed)
        }
        let standbys = catching.filter { tokens[$0].role == .standby }.map { ($0, scopesAround($0)) }
        var interrupted: [RunningScopeIndex] = []
        // What stood by in an interrupted scope, or deeper, is gone.
        for (token, around) in standbys where !around.contains(where: interrupted.contains) {
            if node(of: token).interruptsScope { interrupted.append(around[0]) }
            try deliver(event, to: token, addressed: addressed)
        }
    }

    /// The scope of a token and those around it, the innermost first.
    private func scopesAround(_ token: TokenIndex) -> [RunningScopeIndex] {
        var found = [scope(of: token)]
        while let last = found.last, scopes[last].owner >= 0 { found.append(scope(of: scopes[last].owner)) }
        return found
    }

    /// Gives a waiting token the event it caught: it is ready, unless it waits for more.
    mutating func deliver(_ event: Event, to token: TokenIndex, addressed: Bool) throws(EngineFailure) {
        if tokens[token].role == .standby {
            return try beginEventSubprocess(standingBy: token, with: (event, addressed))
        }
        try refreshInputs(at: token)
        switch node(of: token).trigger {
        case .several(let triggers, _):
            for (position, trigger) in triggers.enumerated()
            where isOpen(position, of: token) && catches(trigger, event, at: token, addressed: addressed) {
                try correlate(token, with: event, by: trigger, lenient: addressed)
                try see(event.payload, as: position, at: token)
            }
        case let trigger:
            try correlate(token, with: event, by: trigger, lenient: addressed)
            tokens[token].memory = .caught(event.payload)
            try set(token, to: .ready)
        }
    }

    private mutating func correlate(
        _ token: TokenIndex, with event: Event, by trigger: Trigger, lenient: Bool
    ) throws(EngineFailure) {
        guard case .message(let use) = trigger, !use.rules.isEmpty else { return }
        if use.rules.give(event.correlations, of: event.payload, host: turn.host) {
            return correlate(scope(of: token), with: event.correlations)
        }
        let found = try use.rules.correlations(
            of: event.payload, at: node(of: token).id, host: turn.host, spending: &turn.scripts, lenient: lenient)
        correlate(scope(of: token), with: found)
    }

    /// One of the several things a token waits for has come.
    mutating func see(_ payload: Value, as position: Int, at token: TokenIndex) throws(EngineFailure) {
        guard case .several(_, let needsAll) = node(of: token).trigger, case .parts(var parts) = tokens[token].memory
        else { return }
        parts[position] = .seen(payload)
        tokens[token].memory = .parts(parts)
        if parts.areEnough(needsAll: needsAll), tokens[token].state == .waiting { try set(token, to: .ready) }
    }

    func isOpen(_ position: Int, of token: TokenIndex) -> Bool {
        guard case .parts(let parts) = tokens[token].memory, position < parts.count, case .open = parts[position]
        else { return false }
        return true
    }

    /// Whether a waiting token's trigger, or one of its triggers, catches the event.
    func catches(_ trigger: Trigger, _ event: Event, at token: TokenIndex, addressed: Bool) -> Bool {
        if case .several(let triggers, _) = trigger {
            return triggers.indices.contains {
                isOpen($0, of: token) && catches(triggers[$0], event, at: token, addressed: addressed)
            }
        }
        return trigger.fits(event) && (addressed || correlates(event, with: trigger, in: scope(of: token)))
    }

    /// Puts what was caught into the token's data by the rules of the model's dialect.
    mutating func takePayload(at token: TokenIndex) throws(EngineFailure) {
        switch (node(of: token).trigger, tokens[token].memory) {
        case (.several(let triggers, _), .parts(let parts)):
            for (trigger, part) in zip(triggers, parts) {
                if case .seen(let payload) = part { try put(payload, of: trigger, into: token) }
            }
        case (let trigger, .caught(let payload)):
            tokens[token].memory = .nothing
            try put(payload, of: trigger, into: token)
        default: break
        }
    }

    private mutating func put(_ payload: Value, of trigger: Trigger, into token: TokenIndex) throws(EngineFailure) {
        switch plan.definition.dialect {
        case .spiff:
            if let variable = trigger.variable { tokens[token].data[variable] = payload }
        case .bpmn:
            if case .null = payload { return }
            guard case .dict(let entries) = payload else {
                throw EngineFailure(
                    kind: .model, element: node(of: token).id,
                    message: "the payload is \(payload.kindWithArticle); this dialect merges it into the data, "
                        + "so it must be an object")
            }
            for (name, value) in entries { tokens[token].data[name] = value }
        }
    }
}

extension [Token.Part] {
    /// Whether what has come lets the token go on.
    fileprivate func areEnough(needsAll: Bool) -> Bool {
        func hasCome(_ part: Token.Part) -> Bool { if case .seen = part { true } else { false } }
        return needsAll ? allSatisfy(hasCome) : contains(where: hasCome)
    }
}
