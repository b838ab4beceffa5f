#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Processor time, of which a busy machine takes nothing.
enum ProcessorClock {
    /// How many seconds `work` takes.
    static func time(_ work: () throws -> Void) rethrows -> Double {
        let before = now()
        try work()
        return now() - before
    }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
