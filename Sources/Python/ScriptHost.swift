package import Values

/// Everything a script cannot compute itself: the time and chance.
package struct ScriptHost: Sendable {
    /// The time that scripts are told.
    package enum Clock: Sendable {
        case stopped(at: Timestamp)
        case asked(@Sendable () -> Timestamp)
    }

    package var clock: Clock
    package var chance: Chance

    package init(clock: Clock, chance: Chance) {
        self.clock = clock
        self.chance = chance
    }

    func now() -> Timestamp {
        switch clock {
        case .stopped(let moment): moment
        case .asked(let source): source()
        }
    }

    func random() -> UInt64 { chance.next() }
}
