import EnginePort
import Models

extension Instance {
    /// A token has come to its element: where that has boundary elements, they open together.
    mutating func arrive(_ token: TokenIndex) throws(EngineFailure) {
        guard node(of: token).boundaries.isEmpty else {
            tokens[token].role = .opening
            return try set(token, to: .ready)
        }
        try open(token)
    }

    /// The element begins, or the loop around it.
    mutating func open(_ token: TokenIndex) throws(EngineFailure) {
        guard let loop = node(of: token).loop else { return try openElement(token) }
        tokens[token].role = .loop
        try prepare(token)
        switch loop {
        case .standard(let plan): try set(token, to: try plan.begin(token, in: &self))
        case .multiInstance(let plan): try set(token, to: try plan.begin(token, in: &self))
        }
    }

    /// The element begins: it waits, is ready, or starts something.
    mutating func openElement(_ token: TokenIndex) throws(EngineFailure) {
        tokens[token].role = .element
        try prepare(token)
        try set(token, to: try node(of: token).behaviour.enter(token, in: &self))
    }

    /// A ready token's element is done: the token goes on.
    mutating func complete(_ token: TokenIndex) throws(EngineFailure) {
        let node = node(of: token)
        let scope = scope(of: token)
        let host = Int(tokens[token].parent)
        try set(token, to: .completed)
        try conclude(token)
        if host >= 0, !node.isBoundary {
            try endLoopInstance(token)
            return try recheck(scope)
        }
        var goesOn = true
        if !node.boundaries.isEmpty { goesOn = try closeBoundaries(of: token) }
        if goesOn { try leave(token, node) } else { remove(token) }
        if node.isInterrupting, host >= 0 { try interrupt(host, by: token) }
        try recheck(scope)
        try finishIfDone(scope)
    }

    private mutating func leave(_ token: TokenIndex, _ node: Node) throws(EngineFailure) {
        switch try node.behaviour.choose(token, in: &self) {
        case .all where node.outgoing.isEmpty: reachEnd(token)
        case .all where node.outgoing.count == 1: try move(token, along: node.outgoing[0])
        case .all: try split(token, along: node.outgoing)
        case .one(let position): try move(token, along: node.outgoing[position])
        case .some(let positions): try split(token, along: positions.map { node.outgoing[$0] })
        case .jump(let target):
            try redirect(token, to: target, by: -1)
            try arrive(token)
        case .vanish: remove(token)
        case .terminate: try terminate(token)
        }
    }

    /// The token itself goes on, with its data.
    private mutating func move(_ token: TokenIndex, along flow: Node.OutgoingFlow) throws(EngineFailure) {
        try redirect(token, to: flow.target, by: flow.index)
        try arrive(token)
    }

    /// The token goes along the first flow, new ones with its data along the others; then they arrive in order.
    private mutating func split(_ token: TokenIndex, along flows: [Node.OutgoingFlow]) throws(EngineFailure) {
        var sent = [token]
        for flow in flows.dropFirst() {
            sent.append(insertCopy(of: token, along: flow, after: sent[sent.count - 1]))
        }
        try redirect(token, to: flows[0].target, by: flows[0].index)
        for one in sent { try arrive(one) }
    }

    /// The token stays where it is, and new ones with its data go along its flows, running before it.
    mutating func branch(from token: TokenIndex) throws(EngineFailure) {
        var sent: [TokenIndex] = []
        for flow in node(of: token).outgoing {
            sent.append(insertCopy(of: token, along: flow, after: Int(tokens[token].previous)))
        }
        for one in sent { try arrive(one) }
    }

    private mutating func insertCopy(
        of token: TokenIndex, along flow: Node.OutgoingFlow, after neighbour: TokenIndex
    ) -> TokenIndex {
        let scope = scope(of: token)
        turn.count(copyOf: tokens[token].data)
        var copy = tokens[token].copy(at: flow.target)
        copy.flow = Int32(truncatingIfNeeded: flow.index)
        return tokens.insert(copy, after: neighbour, in: &scopes[scope].list)
    }

    private mutating func redirect(
        _ token: TokenIndex, to target: ElementIndex, by flow: FlowIndex
    ) throws(EngineFailure) {
        try set(token, to: .future)
        tokens[token].element = Int32(truncatingIfNeeded: target)
        tokens[token].flow = Int32(truncatingIfNeeded: flow)
        tokens[token].parent = -1
        tokens[token].memory = .nothing
    }

    /// A path is over: its data is kept until the scope ends.
    private mutating func reachEnd(_ token: TokenIndex) {
        let scope = scope(of: token)
        scopes[scope].arrivals.append(.init(element: tokens[token].element, data: tokens[token].data))
        remove(token)
    }

    /// A waiting token has nothing more to wait for, and goes nowhere.
    mutating func vanish(_ token: TokenIndex) throws(EngineFailure) {
        let scope = scope(of: token)
        try set(token, to: .completed)
        remove(token)
        try recheck(scope)
        try finishIfDone(scope)
    }
}
