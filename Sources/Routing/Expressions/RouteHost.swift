import Python
package import Values

/// The time and the chance that expressions of routes are told: they ask neither the wall clock nor the system.
package struct RouteHost: Sendable {
    let evaluation: ScriptHost

    /// - Parameter seed: where its random numbers begin.
    package init(now: Timestamp, seed: UInt64) {
        evaluation = ScriptHost(now: now, seed: seed)
    }

    /// For expressions that ask for neither.
    static let still = RouteHost(now: .distantPast, seed: 0)
}
