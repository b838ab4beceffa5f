import BPMN

extension Instance {
    /// A token has come to its element: it waits, is ready, or starts something.
    mutating func arrive(_ token: TokenIndex) throws(EngineFailure) {
        let node = node(of: token)
        if let script = node.preScript { try run(script, on: token) }
        try set(token, to: try node.behaviour.enter(token, in: &self))
    }

    /// A ready token's element is done: the token goes on.
    mutating func complete(_ token: TokenIndex) throws(EngineFailure) {
        let node = node(of: token)
        let scope = scope(of: token)
        try set(token, to: .completed)
        if let script = node.postScript { try run(script, on: token) }
        switch try node.behaviour.choose(token, in: &self) {
        case .all where node.ways.isEmpty: reachEnd(token)
        case .all where node.ways.count == 1: try move(token, along: node.ways[0])
        case .all: try split(token, along: node.ways)
        case .one(let position): try move(token, along: node.ways[position])
        case .some(let positions): try split(token, along: positions.map { node.ways[$0] })
        case .terminate: try terminate(token)
        }
        try recheck(scope)
        try finishIfDone(scope)
    }

    /// The token itself goes on, with its data.
    private mutating func move(_ token: TokenIndex, along way: Node.Way) throws(EngineFailure) {
        try redirect(token, along: way)
        try arrive(token)
    }

    /// The token goes along the first flow, new ones with its data along the others; then they arrive in order.
    private mutating func split(_ token: TokenIndex, along ways: [Node.Way]) throws(EngineFailure) {
        let scope = scope(of: token)
        var sent = [token]
        for way in ways.dropFirst() {
            var twin = Token(element: way.target, scope: scope, data: tokens[token].data)
            twin.flow = Int32(truncatingIfNeeded: way.flow)
            sent.append(tokens.insert(twin, after: sent[sent.count - 1], in: &scopes[scope].list))
        }
        try redirect(token, along: ways[0])
        for one in sent { try arrive(one) }
    }

    private mutating func redirect(_ token: TokenIndex, along way: Node.Way) throws(EngineFailure) {
        try set(token, to: .future)
        tokens[token].element = Int32(truncatingIfNeeded: way.target)
        tokens[token].flow = Int32(truncatingIfNeeded: way.flow)
        tokens[token].memory = .nothing
    }

    /// A path is over: its data is kept until the scope ends.
    private mutating func reachEnd(_ token: TokenIndex) {
        scopes[scope(of: token)].arrivals.append(tokens[token].data)
        remove(token)
    }

    private mutating func terminate(_ token: TokenIndex) throws(EngineFailure) {
        let scope = scope(of: token)
        let data = tokens[token].data
        try cancelAll(in: scope)
        scopes[scope].arrivals = [data]
    }

    /// Ends the scope once no token is left in it.
    private mutating func finishIfDone(_ scope: RunningScopeIndex) throws(EngineFailure) {
        guard scopes[scope].list.count == 0, scopes[scope].isRunning else { return }
        let data: TaskData
        do {
            data = try scopes[scope].joinArrivals()
        } catch {
            throw EngineFailure(kind: .model, element: nil, message: error.message)
        }
        scopes[scope].isRunning = false
        result = data
        ended = true
    }
}
