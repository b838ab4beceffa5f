import Events

extension Instance {
    /// Visits the tokens of a scope, and of the scopes in it, in running order.
    func forEachToken(in scope: RunningScopeIndex, _ body: (TokenIndex) -> Void) {
        forEachToken(of: scope) { token in
            body(token)
            if case .scope(let inner) = tokens[token].memory { forEachToken(in: Int(inner), body) }
        }
    }

    /// Visits the tokens of a scope only, in running order.
    func forEachToken(of scope: RunningScopeIndex, _ body: (TokenIndex) -> Void) {
        var next = Int(scopes[scope].list.first)
        while next >= 0 {
            body(next)
            next = Int(tokens[next].next)
        }
    }

    /// The waiting tokens that would catch the event, in order.
    func tokensCatching(_ event: Event, addressed: Bool) -> [TokenIndex] {
        var found: [TokenIndex] = []
        forEachToken(in: 0) { token in
            guard tokens[token].state == .waiting else { return }
            if catches(node(of: token).trigger, event, at: token, addressed: addressed) { found.append(token) }
        }
        return found
    }

    /// The first ready user, manual or plain task of an element.
    func firstReadyTask(of element: String) -> TokenIndex? {
        readyTasks().first { node(of: $0).id == element }
    }

    /// The tasks that wait for a person, in order.
    func readyTasks() -> [TokenIndex] {
        var found: [TokenIndex] = []
        forEachToken(in: 0) { token in
            if tokens[token].state == .ready, tokens[token].role == .element, node(of: token).isManual {
                found.append(token)
            }
        }
        return found
    }
}
