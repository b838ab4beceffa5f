import Testing

@testable import Routing

@Suite struct GlobTests {
    /// The definition, as slow as it is plain.
    private func matches(_ pattern: Substring, _ text: Substring) -> Bool {
        guard let first = pattern.first else { return text.isEmpty }
        let rest = pattern.dropFirst()
        if first == "*" { return matches(rest, "") || text.indices.contains { matches(rest, text[$0...]) } }
        guard let letter = text.first, first == "?" || first == letter else { return false }
        return matches(rest, text.dropFirst())
    }

    private func words(_ letters: [String], _ length: Int) -> [String] {
        length == 0 ? [""] : [""] + letters.flatMap { letter in words(letters, length - 1).map { letter + $0 } }
    }

    @Test("A star stands for any characters, a question mark for one")
    func examples() {
        let matching = [("*", "abc"), ("a*c", "abcbc"), ("?", "é"), ("a?c*", "abc"), ("*.*", "a.b"), ("[a]", "[a]")]
        for (pattern, text) in matching { #expect(Glob(pattern).matches(text), "\(pattern) \(text)") }
        for (pattern, text) in [("", "a"), ("?", ""), ("a*c", "ab"), ("A", "a"), ("*a", "ab"), ("a.c", "abc")] {
            #expect(!Glob(pattern).matches(text), "\(pattern) \(text)")
        }
    }

    @Test("Every pattern and text of up to four characters matches as the definition says")
    func exhaustive() {
        let texts = TextSet(words(["a", "b"], 4))
        for pattern in TextSet(words(["a", "b", "*", "?"], 4)) {
            let glob = Glob(pattern)
            for text in texts where glob.matches(text) != matches(pattern[...], text[...]) {
                Issue.record("\(pattern) \(text)")
            }
        }
    }

    @Test("A pattern of many stars takes no more than length times length")
    func hostile() {
        let pattern = Glob(String(repeating: "*a", count: 200) + "b")
        let time = ContinuousClock().measure { #expect(!pattern.matches(String(repeating: "a", count: 5000))) }
        #expect(time < .seconds(5))
    }
}
