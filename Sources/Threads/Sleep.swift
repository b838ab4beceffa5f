#if canImport(Glibc)
    package import Glibc
#elseif canImport(Musl)
    package import Musl
#endif

/// What a thread waits for when nothing is left to do.
package struct Sleep: Sendable {
    package var socket: Int32?
    package var untilWritable = false
    /// Whatever else may wake it.
    package var others: [pollfd]
    /// Nil sleeps until something happens.
    package var until: ContinuousClock.Instant?

    package init(
        socket: Int32? = nil, untilWritable: Bool = false, others: [pollfd] = [],
        until: ContinuousClock.Instant? = nil
    ) {
        self.socket = socket
        self.untilWritable = untilWritable
        self.others = others
        self.until = until
    }

    /// For `poll`, in milliseconds: rounded up, so that waking a moment early does not spin.
    package var timeout: Int32 {
        guard let until else { return -1 }
        let (seconds, attoseconds) = ContinuousClock.now.duration(to: until).components
        if seconds < 0 || attoseconds < 0 { return 0 }
        return Int32(clamping: min(seconds, 1_000_000) * 1000 + attoseconds / 1_000_000_000_000_000 + 1)
    }
}
