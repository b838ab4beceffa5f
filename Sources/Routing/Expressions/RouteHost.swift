import Python
import Synchronization
package import Values

/// The time and the chance that expressions of routes are told: they ask neither the wall clock nor the system.
package struct RouteHost: Sendable {
    let script: ScriptHost

    /// - Parameter seed: where its random numbers begin.
    package init(now: Timestamp, seed: UInt64) {
        let chance = Chance(seed)
        script = ScriptHost(now: { now }, random: { chance.next() })
    }

    /// For expressions that ask for neither.
    static let still = RouteHost(now: .distantPast, seed: 0)
}

/// SplitMix64, shared by the evaluations of one unit of work.
private final class Chance: Sendable {
    private let state: Mutex<UInt64>

    init(_ seed: UInt64) { state = Mutex(seed) }

    func next() -> UInt64 {
        var mixed = state.withLock { state in
            state &+= 0x9E37_79B9_7F4A_7C15
            return state
        }
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
