import Synchronization
package import Values

/// Everything a script cannot compute itself: the time and chance. One host is for one evaluation after the other.
package final class ScriptHost: Sendable {
    private let microseconds: Atomic<Int64>
    private let state: Atomic<UInt64>
    private let clock: (@Sendable () -> Timestamp)?
    private let chance: (@Sendable () -> UInt64)?

    /// A clock that stands, and random numbers that follow from a seed: the same from the same seed.
    package init(now: Timestamp, seed: UInt64) {
        microseconds = Atomic(now.microseconds)
        state = Atomic(seed)
        (clock, chance) = (nil, nil)
    }

    /// - Parameter chance: 64 random bits a call.
    package init(clock: @escaping @Sendable () -> Timestamp, chance: @escaping @Sendable () -> UInt64) {
        microseconds = Atomic(0)
        state = Atomic(0)
        (self.clock, self.chance) = (clock, chance)
    }

    /// The same host for what comes next, instead of a new one.
    package func restart(now: Timestamp, seed: UInt64) {
        microseconds.store(now.microseconds, ordering: .relaxed)
        state.store(seed, ordering: .relaxed)
    }

    func now() -> Timestamp { clock?() ?? Timestamp(microseconds: microseconds.load(ordering: .relaxed)) }

    /// SplitMix64.
    func random() -> UInt64 {
        if let chance { return chance() }
        var mixed = state.wrappingAdd(0x9E37_79B9_7F4A_7C15, ordering: .relaxed).newValue
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
