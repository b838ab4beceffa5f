import EnginePort

/// A send task: a throw element for a message, with the scripts of a task.
struct SendTask: ElementBehaviour {
    let throwDefinition: ThrowDefinition

    func run(_ token: TokenIndex, in instance: inout Instance) throws(EngineFailure) {
        try instance.throwEvent(throwDefinition, from: token)
    }
}
