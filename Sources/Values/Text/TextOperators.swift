// Equality of texts everywhere in the product: the same code points, as in Python and in the database.
//
// Swift's own operators on String go by canonical equivalence, and so let a name that only looks like another one pass for
// it. A module's declarations come before those of the standard library, so these are what `==`, `switch`, `contains` and the
// equality that is derived for a struct or an enum mean wherever Events is imported; every room re-exports Events for that.
// Hashes need no change: what is equal here is equal there. Not reached are generic functions that only know `Equatable`,
// such as the standard library's tables, of which `ExactText` takes care.

extension String {
    @inlinable
    public static func == (left: String, right: String) -> Bool { sameBytes(left, right) }

    @inlinable
    public static func != (left: String, right: String) -> Bool { !sameBytes(left, right) }

    @inlinable
    public static func ~= (pattern: String, text: String) -> Bool { sameBytes(pattern, text) }

    /// By code point, which UTF-8 has in the order of its bytes.
    @inlinable
    public static func < (left: String, right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }

    @inlinable
    public static func > (left: String, right: String) -> Bool { right < left }

    @inlinable
    public static func <= (left: String, right: String) -> Bool { !(right < left) }

    @inlinable
    public static func >= (left: String, right: String) -> Bool { !(left < right) }

    /// Also if what follows is a mark that Swift counts to the last character of the prefix.
    @inlinable
    public func hasPrefix(_ prefix: String) -> Bool { utf8.starts(with: prefix.utf8) }

    @inlinable
    public func hasSuffix(_ suffix: String) -> Bool {
        utf8.count >= suffix.utf8.count && utf8.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
    }
}

extension String? {
    @inlinable
    public static func == (left: String?, right: String?) -> Bool {
        switch (left, right) {
        case (nil, nil): true
        case (let left?, let right?): sameBytes(left, right)
        default: false
        }
    }

    @inlinable
    public static func != (left: String?, right: String?) -> Bool { !(left == right) }

    @inlinable
    public static func ~= (pattern: String?, text: String?) -> Bool { pattern == text }
}

extension [String] {
    @inlinable
    public static func == (left: [String], right: [String]) -> Bool {
        left.count == right.count && zip(left, right).allSatisfy { sameBytes($0, $1) }
    }

    @inlinable
    public static func != (left: [String], right: [String]) -> Bool { !(left == right) }
}

extension Sequence<String> {
    @inlinable
    public func contains(_ text: String) -> Bool { contains { sameBytes($0, text) } }

    @inlinable
    public func sorted() -> [String] { sorted { $0 < $1 } }
}

extension Collection<String> {
    @inlinable
    public func firstIndex(of text: String) -> Index? { firstIndex { sameBytes($0, text) } }
}

extension Substring {
    @inlinable
    public static func == (left: Substring, right: Substring) -> Bool { left.utf8.elementsEqual(right.utf8) }

    @inlinable
    public static func != (left: Substring, right: Substring) -> Bool { !(left == right) }

    @inlinable
    public static func == (left: Substring, right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }

    @inlinable
    public static func != (left: Substring, right: String) -> Bool { !(left == right) }

    @inlinable
    public static func ~= (pattern: Substring, text: Substring) -> Bool { pattern == text }

    @inlinable
    public func hasPrefix(_ prefix: String) -> Bool { utf8.starts(with: prefix.utf8) }

    @inlinable
    public func hasSuffix(_ suffix: String) -> Bool {
        utf8.count >= suffix.utf8.count && utf8.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
    }
}
