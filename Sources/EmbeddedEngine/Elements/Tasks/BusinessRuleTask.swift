import EnginePort
import Models

/// A business rule task: what its decision table gives is merged into the data.
struct BusinessRuleTask: ElementBehaviour {
    let decision: DecisionTable

    func run(_ token: TokenIndex, in instance: inout Instance) throws(EngineFailure) {
        let result = try result(token, in: &instance)
        guard instance.measure(result) != nil else {
            throw Nesting.failure(at: instance.node(of: token).id, "the result of the decision `\(decision.id)`")
        }
        do {
            try instance.tokens[token].data.merge(result)
        } catch {
            throw instance.failure(at: token, "the result of the decision `\(decision.id)`: \(error.message)")
        }
    }

    private func result(_ token: TokenIndex, in instance: inout Instance) throws(EngineFailure) -> TaskData {
        var run = DecisionRun(
            data: instance.tokens[token].data, turn: instance.turn)
        defer { (instance.turn.scripts, instance.turn.effort) = (run.budget, run.effort) }
        do {
            let result = try run.result(of: decision)
            // Looking at very many cells again and again is work too.
            instance.turn.stepsLeft -= run.cells / 64
            return result
        } catch {
            throw instance.failure(
                error.failure, in: "decision `\(decision.id)`" + (error.cell.map { ", \($0)" } ?? ""), at: token)
        }
    }
}
