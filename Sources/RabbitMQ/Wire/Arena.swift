import CRabbitMQ

/// Memory that the library's structs point into while one publication is written; used again for the next.
final class Arena {
    private let pool: UnsafeMutablePointer<amqp_pool_t>

    init() {
        pool = .allocate(capacity: 1)
        init_amqp_pool(pool, 16 << 10)
    }

    deinit {
        empty_amqp_pool(pool)
        pool.deallocate()
    }

    /// Forgets everything handed out.
    func recycle() { recycle_amqp_pool(pool) }

    /// A copy of the text's bytes; nil if there is no memory.
    func bytes(_ text: String) -> amqp_bytes_t? {
        var text = text
        return text.withUTF8 { utf8 in
            if utf8.isEmpty { return amqp_bytes_t(len: 0, bytes: nil) }
            guard let copy = amqp_pool_alloc(pool, utf8.count), let source = utf8.baseAddress else { return nil }
            copy.copyMemory(from: source, byteCount: utf8.count)
            return amqp_bytes_t(len: utf8.count, bytes: copy)
        }
    }

    /// Properties that are encoded already, as the library has them; nil if it cannot read them, or there is no memory.
    func properties(_ list: [UInt8]) -> amqp_basic_properties_t? {
        guard let copy = amqp_pool_alloc(pool, max(1, list.count)) else { return nil }
        list.withUnsafeBytes { bytes in
            if let source = bytes.baseAddress { copy.copyMemory(from: source, byteCount: bytes.count) }
        }
        var decoded: UnsafeMutableRawPointer?
        let encoded = amqp_bytes_t(len: list.count, bytes: copy)
        guard amqp_decode_properties(UInt16(AMQP_BASIC_CLASS), pool, encoded, &decoded) == AMQP_STATUS_OK.rawValue
        else { return nil }
        return decoded?.load(as: amqp_basic_properties_t.self)
    }

    /// Room for so many elements, not initialized; nil if there is no memory, or none are wanted.
    func room<Element>(for type: Element.Type, _ count: Int) -> UnsafeMutablePointer<Element>? {
        if count == 0 { return nil }
        return amqp_pool_alloc(pool, count * MemoryLayout<Element>.stride)?
            .bindMemory(to: type, capacity: count)
    }
}
