import EnginePort
import Models

extension Instance {
    func loopProgress(of token: TokenIndex) -> LoopProgress? {
        if case .loop(let progress) = tokens[token].memory { progress } else { nil }
    }

    /// Another instance of the loop's element begins, in front of the loop's own token.
    mutating func beginLoopInstance(of loop: TokenIndex) throws(EngineFailure) {
        guard var progress = loopProgress(of: loop) else { return }
        try spendStep(at: loop)
        let scope = scope(of: loop)
        let number = progress.begun
        turn.count(copyOf: tokens[loop].data)
        var token = tokens[loop].copy(at: Int(tokens[loop].element))
        token.parent = Int32(truncatingIfNeeded: loop)
        token.item = Int32(clamping: number)
        if case .multiInstance(let plan) = node(of: loop).loop, let items = progress.items,
            let name = plan.characteristics.inputItem
        {
            turn.count(tokens: plan.cost(of: number, of: items, at: loop, in: self))
            token.data[name] = try plan.item(number, of: items, at: loop, in: self)
        }
        progress.begun += 1
        tokens[loop].memory = .loop(progress)
        try openElement(tokens.insert(token, after: Int(tokens[loop].previous), in: &scopes[scope].list))
    }

    /// An instance of a loop is done: what it leaves goes to the loop, which goes on or ends.
    mutating func endLoopInstance(_ child: TokenIndex) throws(EngineFailure) {
        let loop = Int(tokens[child].parent)
        guard var progress = loopProgress(of: loop) else { return }
        progress.ended += 1
        tokens[loop].memory = .loop(progress)
        switch node(of: loop).loop {
        case .standard(let plan): try plan.take(child, into: loop, in: &self)
        case .multiInstance(let plan): try plan.take(child, into: loop, in: &self)
        case nil: break
        }
        remove(child)
    }

    /// A token's data, which it no longer needs: nobody shares it then.
    mutating func takeData(of token: TokenIndex) -> TaskData {
        var data: TaskData = [:]
        swap(&data, &tokens[token].data)
        return data
    }

    /// Ends the instances of a loop that still run.
    mutating func cancelLoopInstances(of loop: TokenIndex, besides done: TokenIndex? = nil) throws(EngineFailure) {
        turn.count(tokens: scopes[scope(of: loop)].list.count)
        for token in loopInstances(of: loop) where token != done { try cancel(token) }
    }

    private func loopInstances(of loop: TokenIndex) -> [TokenIndex] {
        tokens(of: scope(of: loop)).filter { Int(tokens[$0].parent) == loop && !node(of: $0).isBoundary }
    }
}
