import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Shuts a socket down when a write on it takes too long: librabbitmq's publish and ack have no deadline, and
/// `shutdown` is the one call that another thread may make.
package final class Watchdog: Sendable {
    private struct State {
        /// A duplicate of our own: the library closes its descriptor when it likes, and the number is used again.
        var socket: Int32?
        var deadline: ContinuousClock.Instant?
        var rest = Rest.awake
        var hasExpired = false
        var isOver = false
    }

    /// What the thread is at: a deadline before the end of its sleep has to wake it.
    private enum Rest {
        case awake
        case until(ContinuousClock.Instant)
        case withoutEnd

        func outlasts(_ deadline: ContinuousClock.Instant) -> Bool {
            switch self {
            case .awake: false
            case .until(let end): end > deadline
            case .withoutEnd: true
            }
        }
    }

    private let state = Mutex(State())
    private let doorbell: Doorbell

    package init() throws(ThreadProblem) {
        doorbell = try Doorbell()
        try NativeThread.start(stack: 128 << 10) { [weak self, doorbell] in
            while let sleep = self?.nextSleep() { doorbell.wait(for: sleep) }
        }
    }

    deinit { close() }

    /// Watches this socket from now on, instead of any other.
    package func watch(_ socket: Int32) {
        release()
        let copy = fcntl(socket, F_DUPFD_CLOEXEC, 3)
        state.withLock {
            $0.socket = copy < 0 ? nil : copy
            $0.hasExpired = false
        }
    }

    /// Lets go of the socket.
    package func release() {
        let socket = state.withLock { state in
            defer { (state.socket, state.deadline) = (nil, nil) }
            return state.socket
        }
        if let socket { _ = closeDescriptor(socket) }
    }

    /// Runs what writes to the socket; true says that it took longer than `limit` and was cut off.
    package func guarding<E: Error>(_ limit: Duration, _ write: () throws(E) -> Void) throws(E) {
        let wake = state.withLock { state in
            let deadline = ContinuousClock.now + limit
            state.deadline = deadline
            guard state.rest.outlasts(deadline) else { return false }
            state.rest = .awake
            return true
        }
        if wake { doorbell.ring() }
        defer { state.withLock { $0.deadline = nil } }
        try write()
    }

    /// Whether its thread is at rest, so that only a nearer deadline wakes it before its time.
    package var isResting: Bool {
        state.withLock { if case .awake = $0.rest { false } else { true } }
    }

    /// Whether a write was cut off since `watch`.
    package var hasExpired: Bool { state.withLock { $0.hasExpired } }

    /// Ends the thread.
    package func close() {
        release()
        state.withLock { $0.isOver = true }
        doorbell.ring()
    }

    /// Nil when it is over. The thread wakes at a deadline that was met long ago rather than at every write.
    private func nextSleep() -> Sleep? {
        state.withLock { state -> Sleep? in
            if state.isOver { return nil }
            guard let deadline = state.deadline else {
                state.rest = .withoutEnd
                return Sleep()
            }
            if deadline > ContinuousClock.now {
                state.rest = .until(deadline)
                return Sleep(until: deadline)
            }
            if let socket = state.socket {
                shutdown(socket, Int32(SHUT_RDWR))
                state.hasExpired = true
            }
            state.deadline = nil
            state.rest = .withoutEnd
            return Sleep()
        }
    }
}

/// `close` of the system, where a method has the same name.
private func closeDescriptor(_ descriptor: Int32) -> Int32 { close(descriptor) }
