/// A pattern of a route: `*` stands for any characters, `?` for one.
package struct Glob: Sendable, Hashable, CustomStringConvertible {
    package let pattern: String
    private let scalars: [Unicode.Scalar]
    private let form: Form

    private enum Form { case any, exact, pattern }

    package init(_ pattern: String) {
        self.pattern = pattern
        scalars = Array(pattern.unicodeScalars)
        form = pattern == "*" ? .any : scalars.contains { $0 == "*" || $0 == "?" } ? .pattern : .exact
    }

    package static let any = Glob("*")

    package var description: String { pattern }

    package func matches(_ text: String) -> Bool {
        switch form {
        case .any: true
        case .exact: text == pattern
        case .pattern: matchesPattern(Array(text.unicodeScalars))
        }
    }

    /// Goes back to the last star only, so that no pattern takes more than length times length.
    private func matchesPattern(_ text: [Unicode.Scalar]) -> Bool {
        var (index, place) = (0, 0)
        var star: (place: Int, index: Int)?
        while index < text.count {
            if place < scalars.count, scalars[place] == "*" {
                star = (place, index)
                place += 1
            } else if place < scalars.count, scalars[place] == "?" || scalars[place] == text[index] {
                index += 1
                place += 1
            } else if let last = star {
                star = (last.place, last.index + 1)
                place = last.place + 1
                index = last.index + 1
            } else {
                return false
            }
        }
        return scalars[place...].allSatisfy { $0 == "*" }
    }
}
