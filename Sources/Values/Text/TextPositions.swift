// Where a sign or a part stands in a text, by code point. Swift's own functions go by character: they count a mark to the
// sign before it, so that a `/`, `:` or `"` with an accent upon it would be none; they take é and e + ´ for one; and one
// character is as long as its marks are many. As with `==` (TextOperators), these are what their names mean wherever Events
// is imported.

extension StringProtocol {
    /// The first place of the part; of an empty one, the beginning.
    @inlinable
    public func firstRange(of part: some StringProtocol) -> Range<Index>? { utf8.firstPlace(of: part.utf8) }

    /// All places of the part that do not overlap. An empty one has none.
    @inlinable
    public func ranges(of part: some StringProtocol) -> [Range<Index>] {
        if part.isEmpty { return [] }
        var (found, start) = ([Range<Index>](), startIndex)
        while let place = utf8[start...].firstPlace(of: part.utf8) {
            found.append(place)
            start = place.upperBound
        }
        return found
    }

    @inlinable
    public func contains(_ sign: Character) -> Bool { firstRange(of: String(sign)) != nil }

    @inlinable
    public func firstIndex(of sign: Character) -> Index? { firstRange(of: String(sign))?.lowerBound }

    @inlinable
    public func lastIndex(of sign: Character) -> Index? { ranges(of: String(sign)).last?.lowerBound }
}

// Not for all of StringProtocol: Foundation has the same there.

extension String {
    @inlinable
    public func contains(_ part: some StringProtocol) -> Bool { firstRange(of: part) != nil }
}

extension Substring {
    @inlinable
    public func contains(_ part: some StringProtocol) -> Bool { firstRange(of: part) != nil }
}

extension StringProtocol where SubSequence == Substring {
    /// What stands between the signs.
    @inlinable
    public func split(
        separator: Character, maxSplits: Int = .max, omittingEmptySubsequences: Bool = true
    ) -> [Substring] {
        var (parts, start) = ([Substring](), startIndex)
        for place in ranges(of: String(separator)) where parts.count < maxSplits {
            let part = self[start..<place.lowerBound]
            if !omittingEmptySubsequences || !part.isEmpty { parts.append(part) }
            start = place.upperBound
        }
        if !omittingEmptySubsequences || start < endIndex { parts.append(self[start...]) }
        return parts
    }

    /// So many code points from the beginning.
    @inlinable
    public func prefix(_ count: Int) -> Substring { self[..<place(count)] }

    /// All but so many code points from the beginning.
    @inlinable
    public func dropFirst(_ count: Int = 1) -> Substring { self[place(count)...] }

    @inlinable
    func place(_ count: Int) -> Index {
        unicodeScalars.index(startIndex, offsetBy: Swift.max(0, count), limitedBy: endIndex) ?? endIndex
    }
}

extension Collection<UInt8> {
    @inlinable
    func firstPlace(of part: some Collection<UInt8>) -> Range<Index>? {
        guard let first = part.first else { return startIndex..<startIndex }
        var start = startIndex
        while let found = self[start...].firstIndex(of: first) {
            var (end, rest) = (found, part.startIndex)
            while rest != part.endIndex, end != endIndex, self[end] == part[rest] {
                formIndex(after: &end)
                part.formIndex(after: &rest)
            }
            if rest == part.endIndex { return found..<end }
            start = index(after: found)
        }
        return nil
    }
}
