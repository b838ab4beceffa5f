import Core
import Messages
package import Operations
import Threads
import Values

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Asks a running bridge. Each request is a connection; the caller waits.
package struct ControlClient: Sendable {
    /// No answer is larger.
    private static let largestAnswer = 64 << 20

    private let path: SocketPath

    package init(_ path: SocketPath) { self.path = path }

    /// Whether anybody listens.
    package var isServed: Bool {
        guard let socket = try? Descriptor.makeSocket() else { return false }
        return path.withAddress { connect(socket.number, $0, $1) } == 0
    }

    /// - Parameter patience: how long each part of the answer may take; nil for as long as it takes.
    package func ask(
        _ request: ControlRequest, patience: Duration? = .seconds(60)
    ) throws(ControlProblem) -> ControlAnswer {
        let socket = try Descriptor.controlSocket()
        guard path.withAddress({ connect(socket.number, $0, $1) }) == 0 else { throw unreachable() }
        try refuseStranger(socket)
        if let patience { limit(socket, to: patience) }
        var line = Array(JSON.text(of: request.value).utf8)[...]
        line.append(UInt8(ascii: "\n"))
        while !line.isEmpty {
            guard let count = socket.give(line), count > 0 else {
                throw ControlProblem("the bridge on \(path) does not listen: \(systemReason())")
            }
            line = line.dropFirst(count)
        }
        var bytes: [UInt8] = []
        while true {
            guard let part = socket.take(atMost: 64 << 10) else {
                throw ControlProblem("the bridge on \(path) has not answered in time; it may still do what was asked")
            }
            if part.isEmpty { return try ControlAnswer(bytes: bytes, to: request) }
            bytes += part
            guard bytes.count <= Self.largestAnswer else { throw ControlProblem("the answer is too large") }
        }
    }

    /// Whoever may write to the folder could listen in the bridge's place.
    private func refuseStranger(_ socket: Descriptor) throws(ControlProblem) {
        // The system's `ucred`, which Swift does not import: process, user, group.
        var peer: [UInt32] = [0, 0, 0]
        var size = socklen_t(12)
        guard getsockopt(socket.number, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 else { return }
        guard peer[1] == geteuid() || peer[1] == 0 || geteuid() == 0 else {
            throw ControlProblem("user \(peer[1]) listens on \(path), and this command runs as user \(geteuid())")
        }
    }

    private func unreachable() -> ControlProblem {
        switch errno {
        case ENOENT, ECONNREFUSED:
            ControlProblem(
                "no bridge runs on this database: nobody listens on \(path). Start it: bpmn-bridge run --config FILE")
        case EACCES:
            ControlProblem("\(path) is another user's: ask as the user that the bridge runs as")
        default: ControlProblem("cannot reach the bridge on \(path): \(systemReason())")
        }
    }

    private func limit(_ socket: Descriptor, to patience: Duration) {
        var time = timeval(tv_sec: Int(patience.components.seconds), tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(socket.number, SOL_SOCKET, SO_RCVTIMEO, &time, size)
        setsockopt(socket.number, SOL_SOCKET, SO_SNDTIMEO, &time, size)
    }
}
