/// An intermediate throw element.
struct IntermediateThrowElement: ElementBehaviour {
    let cause: Cause

    func run(_ token: TokenIndex, in instance: inout Instance) throws(EngineFailure) {
        try instance.throwEvent(cause, from: token)
    }
}
