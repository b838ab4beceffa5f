import EnginePort

extension Instance {
    /// A token has come to a joining gateway: the tokens that wait there, itself the last, in the order they came.
    mutating func holdAtJoin(_ token: TokenIndex) -> [TokenIndex] {
        tokens[token].memory = .arrived(order: nextCount())
        turn.count(tokens: scopes[scope(of: token)].list.count)
        return tokensAtJoin(with: token)
    }

    /// The tokens that have come to the same gateway as this one and wait there, in the order they came.
    func tokensAtJoin(with token: TokenIndex) -> [TokenIndex] {
        let element = tokens[token].element
        return tokens(of: scope(of: token))
            .filter { other in
                guard tokens[other].element == element, case .arrived = tokens[other].memory else { return false }
                return true
            }
            .sorted { arrival(of: $0) < arrival(of: $1) }
    }

    /// When a token came to its gateway.
    func arrival(of token: TokenIndex) -> UInt64 {
        if case .arrived(let order) = tokens[token].memory { order } else { 0 }
    }

    /// The tokens become one: the data of the others is merged into the carrier's in the order they came.
    mutating func join(_ arrived: [TokenIndex], into carrier: TokenIndex) throws(EngineFailure) {
        let others = arrived.filter { $0 != carrier }.sorted { arrival(of: $0) < arrival(of: $1) }
        do {
            tokens[carrier].data = try tokens[carrier].data.joined(with: others.map { tokens[$0].data })
        } catch {
            throw EngineFailure(kind: .model, element: node(of: carrier).id, message: error.message)
        }
        tokens[carrier].memory = .nothing
        for other in others {
            try set(other, to: .completed)
            remove(other)
        }
    }

    /// Asks what waits for more than an event, after something in its scope has changed.
    mutating func recheck(_ scope: RunningScopeIndex) throws(EngineFailure) {
        guard scopes[scope].watchers > 0 else { return }
        turn.count(tokens: scopes[scope].list.count)
        let watching = tokens(of: scope).filter { tokens[$0].state == .waiting && node(of: $0).watches }
        for token in watching where tokens[token].state == .waiting {
            if try node(of: token).behaviour.recheck(token, in: &self) { try set(token, to: .ready) }
        }
    }
}
