import CRabbitMQ

/// Memory that the library's structs lie in, or point into, while they are read or written; used again for the next.
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

    /// The arguments of a method, which go on pointing into these bytes. Gives the library's status.
    func decode(_ method: inout amqp_method_t, _ arguments: UnsafeRawBufferPointer) -> Int32 {
        let encoded = amqp_bytes_t(
            len: arguments.count, bytes: UnsafeMutableRawPointer(mutating: arguments.baseAddress))
        return amqp_decode_method(method.id, pool, encoded, &method.decoded)
    }

    /// Room for so many elements, not initialized; nil if there is no memory, or none are wanted.
    func room<Element>(for type: Element.Type, _ count: Int) -> UnsafeMutablePointer<Element>? {
        if count == 0 { return nil }
        return amqp_pool_alloc(pool, count * MemoryLayout<Element>.stride)?
            .bindMemory(to: type, capacity: count)
    }
}
