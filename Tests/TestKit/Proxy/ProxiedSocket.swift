import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// One end of a proxied connection, used by two threads and closed by whichever ends first.
final class ProxiedSocket: Sendable {
    private let descriptor: Int32

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    convenience init(connectedTo port: Int) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw TestFailure("no socket: errno \(errno)") }
        self.init(descriptor)
        var address = Self.loopback(port)
        let status = withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        if status != 0 { throw TestFailure("port \(port) is not reachable: errno \(errno)") }
    }

    deinit { Glibc.close(descriptor) }

    /// Wakes whoever reads or writes; the descriptor itself goes with the object.
    func close() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// The next close sends RST instead of FIN.
    func reset() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
    }

    func receive() -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 65536)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        return count > 0 ? Array(bytes[..<count]) : nil
    }

    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return false }
            sent += count
        }
        return true
    }

    static func loopback(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        return address
    }
}

/// A listening socket on a free port of loopback.
final class Listener: Sendable {
    private let descriptor: Int32
    let port: Int

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = ProxiedSocket.loopback(0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let status = withUnsafeMutablePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) + listen(descriptor, 16) + getsockname(descriptor, $0, &size)
            }
        }
        guard status == 0 else { throw TestFailure("no port to listen on: errno \(errno)") }
        port = Int(in_port_t(bigEndian: address.sin_port))
    }

    deinit { Glibc.close(descriptor) }

    /// Nil once it is closed.
    func accept() -> ProxiedSocket? {
        let client = Glibc.accept(descriptor, nil, nil)
        return client < 0 ? nil : ProxiedSocket(client)
    }

    func close() { shutdown(descriptor, Int32(SHUT_RDWR)) }
}
