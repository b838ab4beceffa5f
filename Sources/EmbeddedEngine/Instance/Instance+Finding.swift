import Messages

extension Instance {
    /// The tokens of a scope and of the scopes in it, in running order.
    func tokens(in scope: RunningScopeIndex) -> TokenWalk {
        TokenWalk(from: scopes[scope].list.first, of: tokens.slots, into: scopes)
    }

    /// The tokens of a scope only, in running order.
    func tokens(of scope: RunningScopeIndex) -> TokenWalk {
        TokenWalk(from: scopes[scope].list.first, of: tokens.slots, into: nil)
    }

    /// The waiting tokens that would catch the event, in order.
    mutating func tokensCatching(_ event: Event, addressed: Bool) -> [TokenIndex] {
        turn.count(tokens: tokens.count)
        var found: [TokenIndex] = []
        for token in tokens(in: 0) where tokens[token].state == .waiting {
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
        tokens(in: 0).filter { token in
            tokens[token].state == .ready && tokens[token].role == .element && node(of: token).isManual
        }
    }
}
