import CRabbitMQ

extension amqp_bytes_t {
    var buffer: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: bytes, count: len) }

    /// Nil if it is not UTF-8.
    var text: String? {
        len == 0 ? "" : String(validating: buffer, as: UTF8.self)
    }

    /// With replacement signs where it is not UTF-8; for words of the broker's that only people read.
    var readableText: String { String(decoding: buffer, as: UTF8.self) }

    func equals(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { utf8 in len == utf8.count && buffer.elementsEqual(UnsafeRawBufferPointer(utf8)) }
    }
}

/// A string read again and again from frames, kept while it stays the same: most long ones then allocate nothing.
struct RecentText {
    private var text = ""

    /// Nil if the bytes are not UTF-8.
    mutating func read(_ bytes: amqp_bytes_t) -> String? {
        if bytes.equals(text) { return text }
        guard let fresh = bytes.text else { return nil }
        text = fresh
        return fresh
    }
}
