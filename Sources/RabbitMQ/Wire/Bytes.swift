import CRabbitMQ

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension amqp_bytes_t {
    var buffer: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: bytes, count: len) }

    /// Nil if it is not UTF-8.
    var text: String? {
        len == 0 ? "" : String(validating: buffer, as: UTF8.self)
    }

    /// With replacement signs where it is not UTF-8; for words of the broker's that only people read.
    var readableText: String { String(decoding: buffer, as: UTF8.self) }
}

/// A string read again and again from frames, kept while it stays the same: most long ones then allocate nothing.
struct RecentText {
    private var text = ""
    private var bytes: [UInt8] = []

    /// Nil if the bytes are not UTF-8.
    mutating func read(_ fresh: amqp_bytes_t) -> String? {
        if fresh.len == bytes.count && (fresh.len == 0 || memcmp(fresh.bytes, bytes, fresh.len) == 0) { return text }
        guard let read = fresh.text else { return nil }
        text = read
        bytes = Array(fresh.buffer)
        return read
    }
}
