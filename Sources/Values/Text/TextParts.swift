// Texts taken apart by code point. Swift's own go by character, and count a mark to the sign before it: in a name from outside
// `/` or `:` with an accent upon it would be no separator.

extension String {
    /// What follows the prefix; nil if the text does not begin with it.
    package func without(prefix: String) -> String? {
        hasPrefix(prefix) ? String(unicodeScalars.dropFirst(prefix.unicodeScalars.count)) : nil
    }

    /// What stands before and after the first of these signs; nil if there is none.
    package func parted(atFirst sign: Unicode.Scalar) -> (before: String, after: String)? {
        unicodeScalars.firstIndex(of: sign).map { parted(at: $0) }
    }

    /// The same for the last of them.
    package func parted(atLast sign: Unicode.Scalar) -> (before: String, after: String)? {
        unicodeScalars.lastIndex(of: sign).map { parted(at: $0) }
    }

    private func parted(at index: Index) -> (before: String, after: String) {
        (String(unicodeScalars[..<index]), String(unicodeScalars[unicodeScalars.index(after: index)...]))
    }

    /// What stands between these signs, empty or not.
    package func parts(between sign: Unicode.Scalar) -> [String] {
        unicodeScalars.split(separator: sign, omittingEmptySubsequences: false).map { String($0) }
    }
}
