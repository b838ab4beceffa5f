import Values

/// Names, keys and ids on the wire: bytes that are nearly always text.
///
/// What is not UTF-8 is kept as `base64:` and its digits. Text that begins like that is kept in the same way, so that
/// different bytes are always kept as different texts: a binary message id is as good an identity as any other.
package enum WireText {
    private static let mark = "base64:"

    /// The text that stands for these bytes.
    package static func kept(_ bytes: UnsafeRawBufferPointer) -> String {
        if bytes.isEmpty { return "" }
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.starts(with: mark.utf8) else {
            return mark + Base64.encode(bytes)
        }
        return text
    }

    /// What was sent, if that is text.
    package static func literal(_ kept: String) -> String? {
        guard let bytes = encoded(kept) else { return kept }
        return String(validating: bytes, as: UTF8.self)
    }

    /// The bytes that it stands for.
    package static func bytes(_ kept: String) -> [UInt8] { encoded(kept) ?? Array(kept.utf8) }

    private static func encoded(_ kept: String) -> [UInt8]? {
        guard kept.utf8.starts(with: mark.utf8) else { return nil }
        return Base64.decode(String(kept.dropFirst(mark.utf8.count)))
    }
}

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A string read again and again from frames, kept while it stays the same: most long ones then allocate nothing.
package struct RecentText {
    private var text = ""
    private var bytes: [UInt8] = []

    package init() {}

    package mutating func read(_ fresh: UnsafeRawBufferPointer) -> String {
        if fresh.count == bytes.count, let start = fresh.baseAddress, memcmp(start, bytes, fresh.count) == 0 {
            return text
        }
        text = WireText.kept(fresh)
        bytes = Array(fresh)
        return text
    }
}
