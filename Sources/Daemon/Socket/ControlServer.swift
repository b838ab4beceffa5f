package import Operations
import Synchronization
import Threads

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What a visitor asked; `ControlServer.answer` takes it with the answer.
package struct ControlCall: Sendable {
    package var request: ControlRequest
    let visit: Int
}

/// Serves the control socket on a thread of its own: it reads requests, hands them over, and writes the answers. It
/// never waits for the bridge, and the bridge never for it. At most `seats` requests are under way.
package final class ControlServer: Sendable {
    package static let seats = 16

    private struct Post {
        var answers: [(visit: Int, answer: ControlAnswer)] = []
        /// Who hung up before the answer to their request. They keep their seats until it is there: so many requests at
        /// most are under way.
        var left: Set<Int> = []
        var isClosed = false
    }

    private let socket: ControlSocket
    private let doorbell: Doorbell
    private let post = Mutex(Post())
    private let onCall: @Sendable (ControlCall) -> Void

    /// Listens from now on. `onCall` is called on the server's thread and must not block.
    package init(at path: SocketPath, onCall: @escaping @Sendable (ControlCall) -> Void) throws(ControlProblem) {
        socket = try ControlSocket(at: path)
        do throws(ThreadProblem) {
            doorbell = try Doorbell()
            self.onCall = onCall
            // Reading JSON goes as deep as its nesting may.
            try NativeThread.start(stack: 1 << 20) { [self] in serve() }
        } catch {
            throw ControlProblem("the control socket cannot be served: \(error)")
        }
    }

    package func answer(_ call: ControlCall, _ answer: ControlAnswer) {
        post.withLock { $0.answers.append((call.visit, answer)) }
        doorbell.ring()
    }

    /// Whether nobody waits for the answer any more. It has to be given all the same.
    package func isLeft(_ call: ControlCall) -> Bool { post.withLock { $0.left.contains(call.visit) } }

    /// Takes no further connection, and ends the thread once what has been answered is written.
    package func close() {
        socket.remove()
        post.withLock { $0.isClosed = true }
        doorbell.ring()
    }

    fileprivate struct Seat {
        var number: Int
        var descriptor: Descriptor
        var visit: Visit
        var isLeft = false
    }

    private func serve() {
        var seats: [Seat] = []
        var count = 0
        /// While no descriptor is left, nobody is let in: who waits would wake us again and again.
        var closedUntil: ContinuousClock.Instant?
        while true {
            wait(for: seats, closedUntil)
            let (answers, isClosed) = post.withLock { post in
                defer { post.answers = [] }
                for (number, _) in post.answers { post.left.remove(number) }
                return (post.answers, post.isClosed)
            }
            let now = ContinuousClock.now
            for (number, answer) in answers {
                if let index = seats.firstIndex(where: { $0.number == number }) {
                    seats[index].visit.answered(answer, at: now)
                }
            }
            for index in seats.indices { attend(&seats[index], at: now) }
            seats.removeAll { $0.visit.isOver }
            if isClosed && !seats.contains(where: \.isWriting) { return }
            arrivals: while !isClosed, seats.count < Self.seats {
                switch socket.nextVisitor() {
                case .visitor(let descriptor):
                    count &+= 1
                    seats.append(Seat(number: count, descriptor: descriptor, visit: Visit(at: now)))
                case .noDescriptor:
                    closedUntil = now + .seconds(1)
                    break arrivals
                case .nobody:
                    closedUntil = nil
                    break arrivals
                }
            }
        }
    }

    private func attend(_ seat: inout Seat, at now: ContinuousClock.Instant) {
        switch seat.visit.state {
        case .reading:
            guard let bytes = seat.descriptor.take(atMost: 16 << 10) else { break }
            if bytes.isEmpty {
                seat.visit.broken()
            } else if let request = seat.visit.received(bytes) {
                onCall(ControlCall(request: request, visit: seat.number))
            }
        case .writing(let rest):
            if let count = seat.descriptor.give(rest) {
                if count > 0 { seat.visit.written(count, at: now) }
            } else {
                seat.visit.broken()
            }
        case .waiting:
            guard !seat.isLeft, seat.descriptor.isHungUp else { break }
            seat.isLeft = true
            let number = seat.number
            post.withLock { _ = $0.left.insert(number) }
        case .over: break
        }
        seat.visit.timePassed(now)
    }

    private func wait(for seats: [Seat], _ closedUntil: ContinuousClock.Instant?) {
        var watched: [pollfd] = []
        if seats.count < Self.seats, closedUntil == nil {
            watched.append(pollfd(fd: socket.descriptor.number, events: Int16(POLLIN), revents: 0))
        }
        var deadline = closedUntil
        for seat in seats {
            if let wanted = seat.wanted {
                watched.append(pollfd(fd: seat.descriptor.number, events: wanted, revents: 0))
            }
            if let its = seat.visit.deadline { deadline = min(deadline ?? its, its) }
        }
        doorbell.wait(for: Sleep(others: watched, until: deadline))
    }
}

extension ControlServer.Seat {
    fileprivate var isWriting: Bool {
        if case .writing = visit.state { true } else { false }
    }

    /// What the thread sleeps for on this connection; while the bridge works, for nothing but its end.
    fileprivate var wanted: Int16? {
        switch visit.state {
        case .reading: Int16(POLLIN)
        case .writing: Int16(POLLOUT)
        case .waiting: isLeft ? nil : 0
        case .over: nil
        }
    }
}
