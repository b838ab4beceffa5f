extension Instance {
    /// Runs until only what waits for the outside is left.
    mutating func runToRest() throws(EngineFailure) {
        repeat {
            while runnable > 0 { try step() }
        } while try ringAlarms()
    }

    /// One round: running subprocesses to their rest, the deepest first, then one pass over the process.
    private mutating func step() throws(EngineFailure) {
        if scopes.count > 1 {
            let inner = scopes.indices.dropFirst().filter { scopes[$0].isRunning }
                .sorted { (-scopes[$0].depth, scopes[$0].serial) < (-scopes[$1].depth, scopes[$1].serial) }
            for scope in inner {
                let serial = scopes[scope].serial
                while scopes[scope].isRunning, scopes[scope].serial == serial, try pass(over: scope) {}
            }
        }
        _ = try pass(over: 0)
    }

    /// Runs each token of the scope, and of the scopes in it, that was ready when the pass began, in order.
    /// - Returns: whether there were any.
    private mutating func pass(over scope: RunningScopeIndex) throws(EngineFailure) -> Bool {
        turn.pass += 1
        var ready: [TokenIndex] = []
        collectReady(in: scope, into: &ready)
        for token in ready where tokens[token].state == .ready && tokens[token].readySince < turn.pass {
            try execute(token)
        }
        return !ready.isEmpty
    }

    private func collectReady(in scope: RunningScopeIndex, into ready: inout [TokenIndex]) {
        forEachToken(in: scope) { token in
            guard tokens[token].state == .ready else { return }
            if tokens[token].role != .element || !node(of: token).isManual { ready.append(token) }
        }
    }

    /// Runs one ready token.
    mutating func execute(_ token: TokenIndex) throws(EngineFailure) {
        let node = node(of: token)
        turn.stepsLeft -= 1
        guard turn.stepsLeft >= 0 else {
            throw EngineFailure(
                kind: .budget, element: node.id,
                message: "one input made the process run \(Turn.longest) elements without coming to rest; "
                    + "is this element in an endless loop?")
        }
        if tokens[token].role == .opening { return try openBoundaries(of: token) }
        try node.behaviour.run(token, in: &self)
        guard tokens[token].state == .ready else { return }
        try complete(token)
    }
}
