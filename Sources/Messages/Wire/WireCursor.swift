import Values

/// Why encoded properties cannot be read: they end early, or a length in them leads beyond them.
package struct WireDamage: Error, Sendable, Hashable {}

/// Reads AMQP's types (§4.2) out of bytes, within their bounds.
struct WireCursor {
    private let bytes: UnsafeRawBufferPointer
    private(set) var offset = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var isAtEnd: Bool { offset == bytes.count }

    mutating func integer<Number: FixedWidthInteger>(_ type: Number.Type) throws(WireDamage) -> Number {
        let size = Number.bitWidth / 8
        guard bytes.count - offset >= size else { throw WireDamage() }
        defer { offset += size }
        return Number(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Number.self))
    }

    mutating func take(_ count: Int) throws(WireDamage) -> UnsafeRawBufferPointer {
        guard bytes.count - offset >= count else { throw WireDamage() }
        defer { offset += count }
        return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
    }

    /// A short string: a length of one byte first.
    mutating func short() throws(WireDamage) -> UnsafeRawBufferPointer { try take(Int(integer(UInt8.self))) }

    /// A long string, a table or an array: a length of four bytes first.
    mutating func long() throws(WireDamage) -> UnsafeRawBufferPointer { try take(Int(integer(UInt32.self))) }
}
