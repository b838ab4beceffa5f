import EnginePort

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
            // Asking very many subprocesses again and again is work too.
            turn.stepsLeft -= inner.count / 16
            turn.effort -= inner.count * Effort.scope
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
        self.pass += 1
        if runnable == 1, scopes.count == 1, let only = onlyToken(), tokens[only].state == .ready {
            try execute(only)
            return true
        }
        let ready = readyToRun(in: scope)
        for token in ready where tokens[token].state == .ready && tokens[token].readySince < self.pass {
            try execute(token)
        }
        return !ready.isEmpty
    }

    /// The token of an instance that has one.
    private func onlyToken() -> TokenIndex? {
        scopes[0].list.count == 1 ? Int(scopes[0].list.first) : nil
    }

    private mutating func readyToRun(in scope: RunningScopeIndex) -> [TokenIndex] {
        var ready: [TokenIndex] = []
        var visited = 0
        for token in tokens(in: scope) {
            visited += 1
            guard tokens[token].state == .ready, tokens[token].role != .element || !node(of: token).isManual else {
                continue
            }
            ready.append(token)
            if ready.count == runnable { break }
        }
        turn.count(tokens: visited)
        return ready
    }

    /// Runs one ready token.
    mutating func execute(_ token: TokenIndex) throws(EngineFailure) {
        try spendStep(at: token)
        switch tokens[token].role {
        case .opening: return try openBoundaries(of: token)
        case .element: try node(of: token).behaviour.run(token, in: &self)
        case .loop, .standby: break
        }
        // What it did may have ended the token; another may have its place, ready since this pass.
        guard tokens[token].state == .ready, tokens[token].readySince < self.pass else { return }
        try complete(token)
    }

    /// Counts what one input makes the instance do.
    mutating func spendStep(at token: TokenIndex) throws(EngineFailure) {
        turn.stepsLeft -= 1
        turn.effort -= Effort.element
        guard turn.stepsLeft < 0 || turn.effort < 0 else { return }
        throw EngineFailure(
            kind: .budget, element: node(of: token).id,
            message: "one input made the process run \(Turn.longest) elements without coming to rest; "
                + (turn.hasRungOften
                    ? "timers were due \(turn.rings) times since the input before: does one repeat too often?"
                    : "is this element in an endless loop?"))
    }
}
