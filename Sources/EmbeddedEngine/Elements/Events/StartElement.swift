import EnginePort

/// A start element: it waits like a catch, or starts at once where nothing triggers it.
struct StartElement: CatchingElement {
    let trigger: Trigger

    func run(_ token: TokenIndex, in instance: inout Instance) throws(EngineFailure) {
        try instance.takePayload(at: token)
        // One start element starts a process: the others stop waiting.
        try instance.cancelOtherStarts(than: token)
    }
}
