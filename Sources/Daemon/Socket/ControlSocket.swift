import Files
import Operations
import Threads

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The listening socket of a bridge. Only its owner may connect.
final class ControlSocket: Sendable {
    let descriptor: Descriptor
    private let path: SocketPath
    /// What tells our file from one that another bridge has put in its place.
    private let identity: UInt64

    /// Takes the place of a socket that nobody listens on any more; one that somebody listens on is left alone.
    init(at path: SocketPath) throws(ControlProblem) {
        self.path = path
        try Self.clear(path)
        descriptor = try .controlSocket()
        descriptor.neverBlock()
        let number = descriptor.number
        // The name gets the rights of the socket: at no time may anybody else connect.
        fchmod(number, 0o600)
        guard path.withAddress({ bind(number, $0, $1) }) == 0 else {
            throw ControlProblem("cannot make the control socket \(path): \(systemReason())")
        }
        guard Self.isPrivate(path), listen(number, 16) == 0 else {
            let reason = systemReason()
            unlink(path.text)
            throw ControlProblem("cannot listen on the control socket \(path): \(reason)")
        }
        identity = Self.identity(of: path) ?? 0
    }

    deinit { remove() }

    /// Nobody finds it any more.
    func remove() {
        if Self.identity(of: path) == identity { unlink(path.text) }
    }

    enum Arrival {
        case visitor(Descriptor)
        case nobody
        /// Somebody waits, and no descriptor is left for him: asked again at once it would be the same.
        case noDescriptor
    }

    /// The next connection.
    func nextVisitor() -> Arrival {
        let number = accept(descriptor.number, nil, nil)
        guard number >= 0 else { return SystemReason.isDescriptorShortage(errno) ? .noDescriptor : .nobody }
        let visitor = Descriptor(number)
        visitor.neverInherit()
        visitor.neverBlock()
        return .visitor(visitor)
    }

    private static func clear(_ path: SocketPath) throws(ControlProblem) {
        var status = stat()
        guard lstat(path.text, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            throw ControlProblem("\(path) is no socket; the control socket needs its place: move it away")
        }
        let visitor = try Descriptor.controlSocket()
        let number = visitor.number
        if path.withAddress({ connect(number, $0, $1) }) == 0 {
            throw ControlProblem("another process listens on the control socket \(path)")
        }
        guard errno == ECONNREFUSED else {
            throw ControlProblem("cannot take over the control socket \(path): \(systemReason())")
        }
        unlink(path.text)
    }

    private static func isPrivate(_ path: SocketPath) -> Bool {
        var status = stat()
        return lstat(path.text, &status) == 0 && status.st_mode & S_IFMT == S_IFSOCK && status.st_mode & 0o077 == 0
    }

    private static func identity(of path: SocketPath) -> UInt64? {
        var status = stat()
        return lstat(path.text, &status) == 0 ? UInt64(status.st_ino) : nil
    }
}
