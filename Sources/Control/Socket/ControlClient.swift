import Events

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
        let socket = try Descriptor.makeSocket()
        guard path.withAddress({ connect(socket.number, $0, $1) }) == 0 else { throw unreachable() }
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
            if part.isEmpty { return try ControlAnswer(bytes: bytes) }
            bytes += part
            guard bytes.count <= Self.largestAnswer else { throw ControlProblem("the answer is too large") }
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
