import EnginePort
import Models

/// A service task in a simulation: its answer is given by the scenario.
struct AnsweredServiceTask: ElementBehaviour {
    let call: ServiceCall

    func run(_ token: TokenIndex, in instance: inout Instance) throws(EngineFailure) {
        // Evaluated for its failures: nobody gets it here.
        _ = try call.request(at: token, in: &instance)
        guard let answer = instance.turn.services[call.operation] else {
            throw instance.failure(at: token, "the scenario's `services` have no answer of `\(call.operation)`")
        }
        instance.put(answer, as: call.resultVariable, into: token)
    }
}
