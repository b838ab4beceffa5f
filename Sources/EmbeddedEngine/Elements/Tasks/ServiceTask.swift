import EnginePort
import Models
import Values

/// A service task: the outside is told what to do, and the token waits for the answer.
struct ServiceTask: ElementBehaviour {
    let call: ServiceCall

    var outsideName: String? { call.operation }
    var isService: Bool { true }

    func enter(_ token: TokenIndex, in instance: inout Instance) throws(EngineFailure) -> TokenState {
        try instance.giveOut(token, with: try call.request(at: token, in: &instance))
        return .waiting
    }

    func run(_ token: TokenIndex, in instance: inout Instance) throws(EngineFailure) {
        guard case .caught(let answer) = instance.tokens[token].memory else { return }
        instance.tokens[token].memory = .nothing
        instance.put(answer, as: call.resultVariable, into: token)
    }
}

extension ServiceCall {
    /// What the service is given: its parameters by their ids, or without an operator the task's data.
    func request(at token: TokenIndex, in instance: inout Instance) throws(EngineFailure) -> Value {
        guard let parameters else { return .dict(instance.tokens[token].data) }
        var request: TaskData = [:]
        for parameter in parameters { request[parameter.id] = try instance.evaluate(parameter.value, at: token) }
        return .dict(request)
    }
}
