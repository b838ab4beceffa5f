import CRabbitMQ

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The bytes of a connection, in the clear or over TLS, past the library.
struct ByteStream {
    /// A socket that never blocks.
    let descriptor: Int32
    /// OpenSSL's end; nil in the clear.
    let tls: OpaquePointer?

    enum Received {
        case bytes(Int)
        case nothing
        /// A status of the library's.
        case failed(Int32)
    }

    /// What is there already. Never waits.
    func read(into room: UnsafeMutableRawBufferPointer) -> Received {
        if let tls { return read(tls, room) }
        while true {
            let count = recv(descriptor, room.baseAddress, room.count, 0)
            if count > 0 { return .bytes(count) }
            if count == 0 { return .failed(AMQP_STATUS_CONNECTION_CLOSED.rawValue) }
            if errno == EAGAIN { return .nothing }
            if errno != EINTR { return .failed(AMQP_STATUS_SOCKET_ERROR.rawValue) }
        }
    }

    private func read(_ tls: OpaquePointer, _ room: UnsafeMutableRawBufferPointer) -> Received {
        ERR_clear_error()
        let count = SSL_read(tls, room.baseAddress, Int32(clamping: room.count))
        if count > 0 { return .bytes(Int(count)) }
        switch SSL_get_error(tls, count) {
        // To write first, for a new key, is for a time when there is room for it.
        case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: return .nothing
        case SSL_ERROR_ZERO_RETURN: return .failed(AMQP_STATUS_CONNECTION_CLOSED.rawValue)
        default: return .failed(AMQP_STATUS_SSL_ERROR.rawValue)
        }
    }

    /// All of it, however long it takes: the caller sees to the time. Gives the library's status.
    ///
    /// The library writes what it has before it returns, so nothing of its own is under way.
    func write(_ bytes: [UInt8]) -> Int32 {
        bytes.withUnsafeBytes { bytes in
            var sent = 0
            while sent < bytes.count {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[sent...])
                let count = tls.map { write($0, rest) } ?? write(rest)
                if count < 0 { return Int32(count) }
                sent += count
            }
            return AMQP_STATUS_OK.rawValue
        }
    }

    private func write(_ bytes: UnsafeRawBufferPointer) -> Int {
        let count = send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
        if count >= 0 { return count }
        if errno != EAGAIN && errno != EINTR { return Int(AMQP_STATUS_SOCKET_ERROR.rawValue) }
        if errno == EAGAIN { wait(for: POLLOUT) }
        return 0
    }

    private func write(_ tls: OpaquePointer, _ bytes: UnsafeRawBufferPointer) -> Int {
        ERR_clear_error()
        let count = SSL_write(tls, bytes.baseAddress, Int32(clamping: bytes.count))
        if count > 0 { return Int(count) }
        switch SSL_get_error(tls, count) {
        case SSL_ERROR_WANT_READ: wait(for: POLLIN)
        case SSL_ERROR_WANT_WRITE: wait(for: POLLOUT)
        default: return Int(AMQP_STATUS_SSL_ERROR.rawValue)
        }
        return 0
    }

    /// Until the system says so, or something is wrong; no longer than `limit`, in milliseconds, if there is one.
    func wait(for event: Int32, limit: Int32 = -1) {
        var watched = pollfd(fd: descriptor, events: Int16(event), revents: 0)
        _ = poll(&watched, 1, limit)
    }
}
