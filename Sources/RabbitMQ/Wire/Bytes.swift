import CRabbitMQ

extension amqp_bytes_t {
    var buffer: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: bytes, count: len) }

    /// With replacement signs where it is not UTF-8; for words of the broker's that only people read.
    var readableText: String { String(decoding: buffer, as: UTF8.self) }
}
