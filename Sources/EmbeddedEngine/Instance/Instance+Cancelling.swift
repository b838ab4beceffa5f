import EnginePort

extension Instance {
    /// Ends a token before its element is done, with everything that runs in it.
    mutating func cancel(_ token: TokenIndex) throws(EngineFailure) {
        if case .scope(let inner) = tokens[token].memory {
            try cancelAll(in: Int(inner))
            close(Int(inner))
        }
        if tokens[token].role == .loop { try cancelLoopInstances(of: token) }
        try set(token, to: .cancelled)
        remove(token)
    }

    /// Cancels every token of a scope; one that has just completed goes with them.
    mutating func cancelAll(in scope: RunningScopeIndex) throws(EngineFailure) {
        while scopes[scope].list.first >= 0 {
            let token = Int(scopes[scope].list.first)
            if tokens[token].state == .completed { remove(token) } else { try cancel(token) }
        }
    }

    /// The start elements beside this one stop waiting.
    mutating func cancelOtherStarts(than token: TokenIndex) throws(EngineFailure) {
        let scope = scope(of: token)
        guard scopes[scope].list.count > 1 else { return }
        let starts = plan.definition.scopes[scopes[scope].scope].starts
        var next = Int(scopes[scope].list.first)
        while next >= 0 {
            let other = next
            next = Int(tokens[other].next)
            if other != token, starts.contains(Int(tokens[other].element)) { try cancel(other) }
        }
    }
}
