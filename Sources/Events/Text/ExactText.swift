// What is here is public, and not for the package alone, as only public functions are compiled into the modules that use them.

/// A text as the key of a table: equal and hashed by its bytes, as Python has it.
///
/// Swift's own `String` takes é and e + ´ for one key (canonical equivalence). Nothing that comes from outside may be looked
/// up like that, so no table has `String` as its key; see `TextTable`, `TextMap` and `TextSet`.
public struct ExactText: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    public let text: String

    @inlinable
    public init(_ text: String) { self.text = text }

    @inlinable
    public init(stringLiteral text: String) { self.text = text }

    public var description: String { text }

    @inlinable
    public static func == (left: ExactText, right: ExactText) -> Bool { sameBytes(left.text, right.text) }

    @inlinable
    public func hash(into hasher: inout Hasher) {
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
public func sameBytes(_ left: String, _ right: String) -> Bool {
    let left = left.utf8
    let right = right.utf8
    guard left.count == right.count else { return false }
    let same = left.withContiguousStorageIfAvailable { one in
        right.withContiguousStorageIfAvailable { other in one.elementsEqual(other) }
    }
    return (same ?? nil) ?? left.elementsEqual(right)
}
