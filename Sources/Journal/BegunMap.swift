#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The page in memory, for as long as anybody writes to it: the core, a link, or a thread of the engine.
final class BegunMap: Sendable {
    /// Each of its words has one thread that writes it.
    nonisolated(unsafe) let start: UnsafeMutableRawPointer

    init(_ start: UnsafeMutableRawPointer) { self.start = start }

    deinit {
        CrashWitness.forget(self)
        munmap(start, BegunPage.size)
    }
}
