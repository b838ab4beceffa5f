import EnginePort
import Messages

extension Instance {
    /// Takes what a step gives and runs to rest. False if nobody waited for it.
    mutating func take(_ input: Step.Input) throws(EngineFailure) -> Bool {
        switch input {
        case .start(let start): try begin(by: start)
        case .advance(let input): try take(input)
        }
    }

    /// What a step has made of it. What it has thrown is taken out.
    mutating func advance(accepted: Bool) -> Advance {
        let state = InstanceWriter.bytes(of: self)
        size = state.count
        return Advance(
            accepted: accepted, state: state, emitted: getEvents(), waits: subscriptions(), wakeAt: wakeAt, ended: ended
        )
    }
}
