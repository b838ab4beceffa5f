import EnginePort

/// An element that waits for its trigger and takes what came with it: start, catch and boundary elements,
/// receive tasks.
protocol CatchingElement: ElementBehaviour {}

extension CatchingElement {
    var watches: Bool { !trigger.conditions.isEmpty }

    func enter(_ token: TokenIndex, in instance: inout Instance) throws(EngineFailure) -> TokenState {
        try instance.expect(trigger, at: token)
    }

    func recheck(_ token: TokenIndex, in instance: inout Instance) throws(EngineFailure) -> Bool {
        try instance.refreshInputs(at: token)
        return try instance.recheckConditions(of: trigger, at: token)
    }

    func run(_ token: TokenIndex, in instance: inout Instance) throws(EngineFailure) {
        try instance.takePayload(at: token)
    }
}
