import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Notes in the page which thread it was that crashed, so that the next start does not blame the core's unit for what a
/// thread has done that only speaks to the broker.
///
/// A signal that a fault raises is handled by the thread at fault. The handler writes one word of memory that is mapped
/// already, and then lets whoever handled the signal before have it: Swift's own handler, or the system, which ends the
/// process. What leaves no note (a kill from outside, a stack that is used up) is decided without one.
enum CrashWitness {
    /// Where to write; 0 for nowhere.
    private static let word = Atomic<UInt>(0)
    /// The actions that were there before, by the number of the signal; made once and for good.
    private static let before = Atomic<UInt>(0)

    private static let signals = [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV]

    static var thisThread: UInt64 { UInt64(UInt(pthread_self())) }

    static func watch(_ map: BegunMap) {
        word.store(UInt(bitPattern: map.start) + UInt(BegunPage.crashed * 8), ordering: .releasing)
        guard before.load(ordering: .acquiring) == 0 else { return }
        let actions = UnsafeMutablePointer<sigaction>.allocate(capacity: Int(NSIG))
        actions.initialize(repeating: sigaction(), count: Int(NSIG))
        before.store(UInt(bitPattern: actions), ordering: .releasing)
        for number in signals {
            sigaction(number, nil, actions + Int(number))
            // On a stack of the signals' own where there is one, as the handler before it.
            var action = actions[Int(number)]
            action.handle { number, information, _ in CrashWitness.note(number, information) }
            sigaction(number, &action, nil)
        }
    }

    static func forget(_ map: BegunMap) {
        let own = UInt(bitPattern: map.start) + UInt(BegunPage.crashed * 8)
        _ = word.compareExchange(expected: own, desired: 0, ordering: .acquiringAndReleasing)
    }

    private static func note(_ number: Int32, _ information: UnsafeMutablePointer<siginfo_t>?) {
        let place = word.load(ordering: .acquiring)
        UnsafeMutablePointer<UInt64>(bitPattern: place)?.pointee = thisThread
        let actions = UnsafeMutablePointer<sigaction>(bitPattern: before.load(ordering: .acquiring))
        sigaction(number, actions.map { $0 + Int(number) }, nil)
        // A fault comes again by itself, with its address, once this returns. What somebody has sent does not.
        let isFault = number != SIGTRAP && (information?.pointee.si_code ?? 0) > 0
        if !isFault { raise(number) }
    }
}

extension sigaction {
    fileprivate typealias Handler =
        @convention(c) (Int32, UnsafeMutablePointer<siginfo_t>?, UnsafeMutableRawPointer?) -> Void

    /// Keeps the mask as it is. The signal waits until the handler has returned, so that the next one sees the place of
    /// the crash, and not this handler.
    fileprivate mutating func handle(_ handler: @escaping Handler) {
        sa_flags = (sa_flags | SA_SIGINFO | SA_ONSTACK) & ~SA_NODEFER
        #if canImport(Glibc)
            __sigaction_handler.sa_sigaction = handler
        #elseif canImport(Musl)
            __sa_handler.sa_sigaction = handler
        #endif
    }
}
