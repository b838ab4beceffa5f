import CRabbitMQ
import Files
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Wakes one thread that sleeps in `poll`. Rings that come while it is awake cost no system call and are not lost.
package final class Doorbell: Sendable {
    private enum State {
        static let awake: UInt8 = 0
        static let asleep: UInt8 = 1
        static let rung: UInt8 = 2
    }

    private let descriptor: Int32
    private let state = Atomic<UInt8>(State.awake)

    init() throws(LinkProblem) {
        descriptor = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
        if descriptor < 0 {
            throw LinkProblem(.unreachable, "nothing to wait with is to be had: \(SystemReason.words(errno))")
        }
    }

    deinit { close(descriptor) }

    package func ring() {
        if state.exchange(State.rung, ordering: .acquiringAndReleasing) == State.asleep {
            var one: UInt64 = 1
            write(descriptor, &one, MemoryLayout<UInt64>.size)
        }
    }

    /// Sleeps until it is rung, `sleep` says so, or a signal comes. Only ever called by the one thread.
    func wait(for sleep: Sleep) {
        let (fell, _) = state.compareExchange(
            expected: State.awake, desired: State.asleep, ordering: .acquiringAndReleasing)
        if fell {
            var watched = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
            if let socket = sleep.socket {
                let events = sleep.untilWritable ? POLLIN | POLLOUT : POLLIN
                watched.append(pollfd(fd: socket, events: Int16(events), revents: 0))
            }
            poll(&watched, nfds_t(watched.count), sleep.timeout)
            if watched[0].revents != 0 {
                var count: UInt64 = 0
                read(descriptor, &count, MemoryLayout<UInt64>.size)
            }
        }
        // A ring between here and the next look at the mail finds the state awake and makes the next wait return.
        state.store(State.awake, ordering: .sequentiallyConsistent)
    }
}

/// What a link's thread waits for when nothing is left to do.
package struct Sleep: Sendable {
    package var socket: Int32?
    package var untilWritable = false
    /// Nil sleeps until something happens.
    package var until: ContinuousClock.Instant?

    package init(socket: Int32? = nil, untilWritable: Bool = false, until: ContinuousClock.Instant? = nil) {
        self.socket = socket
        self.untilWritable = untilWritable
        self.until = until
    }

    /// For `poll`: rounded up, so that waking a moment early does not spin.
    var timeout: Int32 {
        guard let until else { return -1 }
        let (seconds, attoseconds) = ContinuousClock.now.duration(to: until).components
        if seconds < 0 || attoseconds < 0 { return 0 }
        return Int32(clamping: min(seconds, 1_000_000) * 1000 + attoseconds / 1_000_000_000_000_000 + 1)
    }
}
