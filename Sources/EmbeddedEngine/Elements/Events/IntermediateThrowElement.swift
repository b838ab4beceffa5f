import EnginePort

/// An intermediate throw element.
struct IntermediateThrowElement: ElementBehaviour {
    let throwDefinition: ThrowDefinition

    func run(_ token: TokenIndex, in instance: inout Instance) throws(EngineFailure) {
        try instance.throwEvent(throwDefinition, from: token)
    }
}
