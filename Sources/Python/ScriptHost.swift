package import Values

/// Everything a script cannot compute itself: the time and chance.
package struct ScriptHost: Sendable {
    package var now: @Sendable () -> Timestamp
    /// 64 uniformly random bits a call.
    package var random: @Sendable () -> UInt64

    package init(
        now: @escaping @Sendable () -> Timestamp,
        random: @escaping @Sendable () -> UInt64
    ) {
        self.now = now
        self.random = random
    }
}
