import Synchronization

/// Where the random numbers of scripts come from, 64 bits a call.
package enum Chance: Sendable {
    /// The same numbers from the same seed.
    case seeded(SeededChance)
    case asked(@Sendable () -> UInt64)

    package func next() -> UInt64 {
        switch self {
        case .seeded(let numbers): numbers.next()
        case .asked(let source): source()
        }
    }
}

/// SplitMix64: the numbers that follow from a seed, one after the other for all that hold it.
package final class SeededChance: Sendable {
    private let state: Atomic<UInt64>

    package init(_ seed: UInt64) { state = Atomic(seed) }

    /// Begins again, at this seed.
    package func restart(at seed: UInt64) { state.store(seed, ordering: .relaxed) }

    func next() -> UInt64 {
        var mixed = state.wrappingAdd(0x9E37_79B9_7F4A_7C15, ordering: .relaxed).newValue
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
