import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What an actor wants after it has done what there was to do.
package enum Turn: Sendable {
    case again
    case sleep(Sleep)
    /// Nothing more will come of it; the thread only waits for the actor to be let go.
    case finished
    /// The actor is let go: the thread ends.
    case gone
}

/// Runs one actor on one thread of its own, which sleeps in `poll(socket, doorbell)`.
///
/// Calls of C libraries block and belong to one thread, so they may not run on Swift's shared ones. The stack is large
/// because librabbitmq reads header tables by recursion, 26,000 deep if somebody sends such a message.
package final class ThreadExecutor: SerialExecutor {
    private static let stack = 8 << 20

    private let jobs = Mutex<[UnownedJob]>([])
    private let thread = Atomic<UInt>(0)
    package let doorbell: Doorbell

    package init() throws(ThreadProblem) {
        doorbell = try Doorbell()
        // A broker that goes away must be an error of the write, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let unowned = UnownedJob(job)
        jobs.withLock { $0.append(unowned) }
        doorbell.ring()
    }

    package func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }

    package func checkIsolated() {
        precondition(thread.load(ordering: .acquiring) == UInt(pthread_self()), "not on this actor's thread")
    }

    /// Starts the thread; `turn` is called on it, again and again, and must not keep the actor alive.
    package func start(_ turn: @escaping @Sendable () -> Turn) throws(ThreadProblem) {
        try NativeThread.start(stack: Self.stack) { [self] in
            thread.store(UInt(pthread_self()), ordering: .releasing)
            loop(turn)
        }
    }

    private func loop(_ turn: () -> Turn) {
        while true {
            runJobs()
            switch turn() {
            case .again: continue
            case .sleep(let sleep): doorbell.wait(for: sleep)
            case .finished: doorbell.wait(for: Sleep())
            case .gone: return
            }
        }
    }

    private func runJobs() {
        let taken = jobs.withLock { jobs in
            defer { jobs.removeAll(keepingCapacity: true) }
            return jobs
        }
        for job in taken { job.runSynchronously(on: asUnownedSerialExecutor()) }
    }
}
