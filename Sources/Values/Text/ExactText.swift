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
    // The same short text, or the same place in memory: whatever the words of a text mean, if they are equal so is it.
    #if _pointerBitWidth(_64)
        if unsafeBitCast(left, to: (UInt64, UInt64).self) == unsafeBitCast(right, to: (UInt64, UInt64).self) {
            return true
        }
    #endif
    let (left, right) = (left.utf8, right.utf8)
    let count = left.count
    guard count == right.count else { return false }
    let same = left.withContiguousStorageIfAvailable { one in
        right.withContiguousStorageIfAvailable { other in
            guard let one = one.baseAddress, let other = other.baseAddress else { return true }
            return sameBytes(UnsafeRawPointer(one), UnsafeRawPointer(other), count)
        }
    }
    return (same ?? nil) ?? left.elementsEqual(right)
}

/// Eight bytes at a time, of which the last eight may overlap those before: equality of names is asked several times for each
/// message.
@inlinable
func sameBytes(_ left: UnsafeRawPointer, _ right: UnsafeRawPointer, _ count: Int) -> Bool {
    if left == right { return true }
    if count >= 8 {
        var offset = 0
        let last = count &- 8
        while offset < last {
            guard sameWord(left, right, offset, UInt64.self) else { return false }
            offset &+= 8
        }
        return sameWord(left, right, last, UInt64.self)
    }
    if count >= 4 {
        return sameWord(left, right, 0, UInt32.self) && sameWord(left, right, count &- 4, UInt32.self)
    }
    for offset in 0..<count where !sameWord(left, right, offset, UInt8.self) { return false }
    return true
}

@inlinable
func sameWord<Word: FixedWidthInteger & BitwiseCopyable>(
    _ left: UnsafeRawPointer, _ right: UnsafeRawPointer, _ offset: Int, _ word: Word.Type
) -> Bool {
    left.loadUnaligned(fromByteOffset: offset, as: word) == right.loadUnaligned(fromByteOffset: offset, as: word)
}
