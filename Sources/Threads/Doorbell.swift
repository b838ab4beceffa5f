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

    private let pipe: Pipe
    private let state = Atomic<UInt8>(State.awake)

    package init() throws(ThreadProblem) { pipe = try Pipe() }

    package func ring() {
        if state.exchange(State.rung, ordering: .acquiringAndReleasing) == State.asleep { pipe.write() }
    }

    /// Sleeps until it is rung, `sleep` says so, or a signal comes. Only ever called by the one thread.
    package func wait(for sleep: Sleep) {
        let (fell, _) = state.compareExchange(
            expected: State.awake, desired: State.asleep, ordering: .acquiringAndReleasing)
        if fell {
            var watched = [pollfd(fd: pipe.readEnd.number, events: Int16(POLLIN), revents: 0)]
            if let socket = sleep.socket {
                let events = sleep.untilWritable ? POLLIN | POLLOUT : POLLIN
                watched.append(pollfd(fd: socket, events: Int16(events), revents: 0))
            }
            watched += sleep.others
            poll(&watched, nfds_t(watched.count), sleep.timeout)
            if watched[0].revents != 0 { pipe.drain() }
        }
        // A ring between here and the next look at the mail finds the state awake and makes the next wait return.
        state.store(State.awake, ordering: .sequentiallyConsistent)
    }
}

/// What is written at one end shows at the other; nothing in it blocks.
private struct Pipe: Sendable {
    let readEnd: Descriptor
    private let writeEnd: Descriptor

    init() throws(ThreadProblem) {
        var ends: [Int32] = [-1, -1]
        guard makePipe(&ends) == 0 else {
            throw ThreadProblem("no pipe is left to be had: \(SystemReason.words(errno))")
        }
        readEnd = Descriptor(ends[0])
        writeEnd = Descriptor(ends[1])
        for end in [readEnd, writeEnd] {
            end.neverInherit()
            end.neverBlock()
        }
    }

    /// A full pipe has been written to already.
    func write() {
        var byte: UInt8 = 1
        _ = writeEnd.put(&byte, 1)
    }

    func drain() { _ = readEnd.take(atMost: 64) }
}

/// `pipe` of the system, where a property has the same name.
private func makePipe(_ ends: inout [Int32]) -> Int32 { pipe(&ends) }
