import EnginePort

/// An end element: throws what it has to throw, and ends its path, or with `terminate` all paths of its scope.
struct EndElement: ElementBehaviour {
    let throwDefinition: ThrowDefinition

    func run(_ token: TokenIndex, in instance: inout Instance) throws(EngineFailure) {
        try instance.throwEvent(throwDefinition, from: token)
    }

    func choose(_ token: TokenIndex, in instance: inout Instance) throws(EngineFailure) -> Choice {
        throwDefinition.endsScope ? .terminate : .all
    }
}
