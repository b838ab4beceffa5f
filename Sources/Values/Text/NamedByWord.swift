/// One of a few things with a name in JSON, in the database or in a log. The name is written out: the case in Swift may be
/// renamed, the word may not.
package protocol NamedByWord: CaseIterable, Sendable, Hashable {
    var word: String { get }
}

extension NamedByWord {
    /// Nil where it is the name of none.
    package init?(word: String) {
        guard let found = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = found
    }
}
