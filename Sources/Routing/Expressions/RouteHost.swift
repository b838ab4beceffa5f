import Python
package import Values

/// The time and the chance that expressions of routes are told: they ask neither the wall clock nor the system.
package struct RouteHost: Sendable {
    let script: ScriptHost

    /// - Parameter seed: where its random numbers begin.
    package init(now: Timestamp, seed: UInt64) {
        script = ScriptHost(clock: .stopped(at: now), chance: .seeded(SeededChance(seed)))
    }

    /// For expressions that ask for neither.
    static let still = RouteHost(now: .distantPast, seed: 0)
}
