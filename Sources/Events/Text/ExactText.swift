/// A text as the key of a table: equal and hashed by its bytes, as Python has it.
///
/// Swift's own `String` takes é and e + ´ for one key (canonical equivalence). Nothing that comes from outside may be looked
/// up like that, so no table has `String` as its key; see `TextTable`, `TextMap` and `TextSet`.
package struct ExactText: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    package let text: String

    @inlinable
    package init(_ text: String) { self.text = text }

    @inlinable
    package init(stringLiteral text: String) { self.text = text }

    package var description: String { text }

    @inlinable
    package static func == (left: ExactText, right: ExactText) -> Bool { sameBytes(left.text, right.text) }

    @inlinable
    package func hash(into hasher: inout Hasher) {
        let hashed: Void? = text.utf8.withContiguousStorageIfAvailable { bytes in
            hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
        }
        if hashed == nil { text.utf8.forEach { hasher.combine($0) } }
        // No byte of UTF-8: what follows in the same hash does not run into the text.
        hasher.combine(0xFF as UInt8)
    }
}

/// Whether two texts have the same bytes, and so the same code points.
@inlinable
package func sameBytes(_ left: String, _ right: String) -> Bool {
    let left = left.utf8
    let right = right.utf8
    guard left.count == right.count else { return false }
    let same = left.withContiguousStorageIfAvailable { one in
        right.withContiguousStorageIfAvailable { other in
            sameBytes(UnsafeRawBufferPointer(one), UnsafeRawBufferPointer(other))
        }
    }
    return (same ?? nil) ?? left.elementsEqual(right)
}

/// The same for as many bytes, eight at a time.
@inlinable
func sameBytes(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Bool {
    if one.baseAddress == other.baseAddress { return true }
    var position = 0
    while position + 8 <= one.count {
        let part = one.loadUnaligned(fromByteOffset: position, as: UInt64.self)
        if part != other.loadUnaligned(fromByteOffset: position, as: UInt64.self) { return false }
        position += 8
    }
    while position < one.count {
        if one[position] != other[position] { return false }
        position += 1
    }
    return true
}
