import EnginePort
import Python

/// A standard loop: one instance after the other, as long as its condition holds.
struct StandardLoop: Sendable {
    let condition: ScriptExpression?
    let maximum: Int?
    let testsBefore: Bool

    func begin(_ token: TokenIndex, in instance: inout Instance) throws(EngineFailure) -> TokenState {
        tokensProgress(LoopProgress(), of: token, in: &instance)
        if testsBefore, try isOver(token, in: &instance) { return .ready }
        try instance.beginLoopInstance(of: token)
        return .started
    }

    /// An instance has ended: the loop has its data.
    func take(_ child: TokenIndex, into token: TokenIndex, in instance: inout Instance) throws(EngineFailure) {
        instance.tokens[token].data = instance.takeData(of: child)
        if try isOver(token, in: &instance) {
            try instance.set(token, to: .ready)
        } else {
            try instance.beginLoopInstance(of: token)
        }
    }

    private func isOver(_ token: TokenIndex, in instance: inout Instance) throws(EngineFailure) -> Bool {
        if let maximum, let progress = instance.loopProgress(of: token), progress.ended >= maximum { return true }
        guard let condition else { return false }
        return try !instance.holds(condition, at: token)
    }

    private func tokensProgress(_ progress: LoopProgress, of token: TokenIndex, in instance: inout Instance) {
        instance.tokens[token].memory = .loop(progress)
    }
}
