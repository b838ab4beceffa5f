import BPMN
import Events

/// A service task, in a simulation only: its answer is given by the scenario.
struct ServiceTask: ElementBehaviour {
    let call: ServiceCall

    func run(_ token: TokenIndex, in instance: inout Instance) throws(EngineFailure) {
        // Evaluated for their failures: nobody gets them here.
        for parameter in call.parameters { _ = try instance.evaluate(parameter.value, at: token) }
        guard let answer = instance.turn.services[call.operation] else {
            throw instance.failure(at: token, "the scenario's `services` have no answer of `\(call.operation)`")
        }
        instance.tokens[token].data[call.resultVariable] = answer
    }
}
