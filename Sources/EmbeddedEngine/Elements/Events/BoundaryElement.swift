import EnginePort

/// A boundary element: waits while its activity runs, and interrupts it or runs beside it.
struct BoundaryElement: CatchingElement {
    let trigger: Trigger
    let isInterrupting: Bool

    /// An interrupting timer rings once, whatever its cycle says: its activity is gone then.
    var repeatsWhileWaiting: Bool { !isInterrupting }

    func run(_ token: TokenIndex, in instance: inout Instance) throws(EngineFailure) {
        if !isInterrupting { try instance.waitAgain(after: token) }
        try instance.takePayload(at: token)
    }
}
