package import Core
import StorePort
package import Values

/// What a person asks of the running bridge, answered between two rounds, from what is committed.
extension Core {
    /// - Returns: the answer, and what the broker is to be told. A backup is not answered here.
    package func answer(_ request: ControlRequest, at now: Timestamp) -> (ControlAnswer, CoreEffects) {
        switch request {
        case .retry(let number, let isChosen): return decided(number, isChosen ? .retry : .retryAmongAll, at: now)
        case .discard(let number, let why): return decided(number, .discard(why: why), at: now)
        case .discardHeld(let number, let why):
            let (result, effects) = discard(held: Int64(number), why: why, at: now)
            return (ControlAnswer(held: number, result), effects)
        case .instances, .instance, .parked, .parkedThing, .held, .heldThing:
            return (Desk(work: work).answer(request, at: now), CoreEffects())
        case .backup: return (ControlAnswer(problem: "a backup is not made here"), CoreEffects())
        }
    }

    private func decided(
        _ number: Int, _ decision: ParkedDecision, at now: Timestamp
    ) -> (ControlAnswer, CoreEffects) {
        let (result, effects) = decide(Int64(number), decision, at: now)
        return (ControlAnswer(parked: number, result), effects)
    }
}
