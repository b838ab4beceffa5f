#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A port that leads nowhere, in one of the ways there are.
package final class Swallower {
    package enum Way: Sendable, CaseIterable {
        /// No answer at all, as with a firewall that drops everything.
        case silent
        /// Connections are accepted, and nothing is ever said.
        case mute
        /// Nobody listens.
        case closed
    }

    private var descriptors: [Int32] = []
    package private(set) var port = 0
    private var arrived = 0

    /// - Parameter address: the last byte of an address of loopback.
    package init(_ way: Way, address: UInt8 = 1, port wanted: Int = 0) throws {
        let listener = try open()
        var place = Self.loopback(address, wanted)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &place) { place in
            place.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) + getsockname(listener, $0, &size)
            }
        }
        guard status == 0 else { throw TestFailure("no port to swallow with: errno \(errno)") }
        port = Int(in_port_t(bigEndian: place.sin_port))
        guard way != .closed else { return }
        guard listen(listener, way == .silent ? 0 : 64) == 0 else { throw TestFailure("listen: errno \(errno)") }
        guard way == .silent else { return }
        // Once its queue is full, the system drops whoever comes.
        for _ in 0..<4 {
            let client = try open()
            var place = place
            _ = withUnsafePointer(to: &place) { place in
                place.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(client, $0, size) }
            }
        }
    }

    /// How many have connected so far; for one that is mute.
    package func arrivals() -> Int {
        guard let listener = descriptors.first else { return 0 }
        while case let client = accept(listener, nil, nil), client >= 0 {
            descriptors.append(client)
            arrived += 1
        }
        return arrived
    }

    deinit { for descriptor in descriptors { close(descriptor) } }

    private func open() throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { throw TestFailure("no socket: errno \(errno)") }
        descriptors.append(descriptor)
        return descriptor
    }

    private static func loopback(_ last: UInt8, _ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = (in_addr_t(0x7F00_0000) | in_addr_t(last)).bigEndian
        return address
    }
}
