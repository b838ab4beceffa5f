import AMQP
import CRabbitMQ
import Files
import Threads

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// One of the addresses that a host's name stands for, with its port.
struct HostAddress: Sendable, Hashable, CustomStringConvertible {
    /// As the system wants it: a `sockaddr` of its family.
    let bytes: [UInt8]
    let family: Int32
    /// In digits.
    let digits: String

    var description: String { digits }

    /// All addresses of a name, in the order in which the system says to try them. Waits for the name's servers.
    static func lookUp(_ host: String, port: Int) throws(LinkProblem) -> [HostAddress] {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = Int32(AI_NUMERICSERV)
        var found: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, String(port), &hints, &found)
        defer { if let found { freeaddrinfo(found) } }
        guard status == 0 else {
            let words = status == EAI_SYSTEM ? SystemReason.words(errno) : String(cString: gai_strerror(status))
            throw LinkProblem(.unreachable, "the name \(host) leads nowhere: \(words)")
        }
        var addresses: [HostAddress] = []
        var next = found
        while let entry = next?.pointee {
            if let address = HostAddress(entry), !addresses.contains(address) { addresses.append(address) }
            next = entry.ai_next
        }
        guard !addresses.isEmpty else { throw LinkProblem(.unreachable, "the name \(host) has no address") }
        return addresses
    }

    private init?(_ entry: addrinfo) {
        guard let address = entry.ai_addr else { return nil }
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let status = getnameinfo(
            address, entry.ai_addrlen, &text, socklen_t(text.count), nil, 0, Int32(NI_NUMERICHOST))
        guard status == 0 else { return nil }
        bytes = Array(UnsafeRawBufferPointer(start: address, count: Int(entry.ai_addrlen)))
        family = entry.ai_family
        digits = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

extension HostAddress {
    /// A connected socket that never blocks, or why there is none within the limit.
    func connect(within limit: Duration) throws(LinkProblem) -> Int32 {
        let descriptor = socket(
            family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { throw LinkProblem(.unreachable, SystemReason.words(errno)) }
        let number = reach(descriptor, .now + limit)
        if number == 0 { return descriptor }
        close(descriptor)
        throw LinkProblem(.unreachable, Self.words(number))
    }

    static func words(_ number: Int32) -> String {
        switch number {
        case ETIMEDOUT: "it does not answer"
        case ECONNREFUSED: "nothing listens there"
        default: SystemReason.words(number)
        }
    }

    /// 0, or the system's number.
    private func reach(_ descriptor: Int32, _ deadline: ContinuousClock.Instant) -> Int32 {
        var noDelay: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &noDelay, socklen_t(MemoryLayout<Int32>.size))
        let status = bytes.withUnsafeBytes { raw in
            raw.withMemoryRebound(to: sockaddr.self) { address in
                address.baseAddress.map { connectSocket(descriptor, $0, socklen_t(bytes.count)) } ?? -1
            }
        }
        if status == 0 { return 0 }
        guard errno == EINPROGRESS || errno == EINTR else { return errno }
        while true {
            var watched = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            let ready = poll(&watched, 1, Sleep(until: deadline).timeout)
            if ready < 0 && errno == EINTR { continue }
            if ready < 0 { return errno }
            if ready == 0 { return ETIMEDOUT }
            var number: Int32 = 0
            var size = socklen_t(MemoryLayout<Int32>.size)
            getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &number, &size)
            return number
        }
    }
}

/// `connect` of the system, where a method has the same name.
private func connectSocket(_ descriptor: Int32, _ address: UnsafePointer<sockaddr>, _ size: socklen_t) -> Int32 {
    connect(descriptor, address, size)
}
