/// What CPython words by chance: outcomes that are the same once its texts are replaced are the same.
struct WordingRule {
    let name: String
    private let isPossible: @Sendable (Fragment, String) -> Bool
    private let replaced: @Sendable (String) -> String

    func applies(_ fragment: Fragment, _ ours: String) -> Bool { isPossible(fragment, ours) }

    /// The outcome with every text in it replaced, that of an exception too.
    func normalized(_ outcome: String) -> String {
        if outcome.hasPrefix("!") {
            let parts = outcome.dropFirst().split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
            return replaced(parts.joined(separator: ": "))
        }
        // Every other piece is what stands between quotes, as code points.
        let pieces = outcome.split(separator: "\"", omittingEmptySubsequences: false)
        return pieces.enumerated().map { $0.offset % 2 == 1 ? replaced(Self.decoded($0.element)) : String($0.element) }
            .joined(separator: "\"")
    }

    private static func decoded(_ codes: Substring) -> String {
        var text = String.UnicodeScalarView()
        for code in codes.split(separator: " ") {
            text.append(UInt32(code, radix: 16).flatMap(Unicode.Scalar.init) ?? "?")
        }
        return String(text)
    }

    private static func isCount(_ text: String) -> Bool {
        text.hasPrefix("TypeError: ") && text.contains("argument")
            && text.contains(
                /\ takes | expected |missing|requires|given by name|keyword argument|at most|at least|must be given|argument after/
            )
    }

    private static func tellsCount(_ outcome: String) -> Bool {
        outcome.split(separator: "\"").contains { isCount(decoded($0)) }
    }

    static let all = [
        // Where an object lies in memory.
        WordingRule(name: "an address", isPossible: { _, _ in true }) {
            $0.replacing(/\ <genexpr>|\ at 0x[0-9a-f]+/, with: "")
        },
        // How CPython words it depends on the calling convention that a function happens to be written for.
        WordingRule(name: "a wrong number or name of arguments", isPossible: { _, _ in true }) { text in
            isCount(text) ? "TypeError" : text
        },
        // Of two mistakes in one call, the number of arguments and the type of one, either may be told first.
        WordingRule(
            name: "which mistake of two in a call",
            isPossible: { $0.source.contains(CallGenerator.mark) && WordingRule.tellsCount($1) }
        ) { $0.hasPrefix("TypeError: ") ? "TypeError" : $0 },
        // A set's elements come in no order: which two of them were compared first is nobody's promise.
        WordingRule(
            name: "the order of a set",
            isPossible: { fragment, _ in fragment.source.contains("set(") || fragment.source.contains("{") }
        ) {
            $0.contains("'<' not supported between instances of ") ? "TypeError" : $0
        },
        // Until 3.11 a comprehension is a function of its own, to which the names around it are free variables.
        WordingRule(name: "a variable without a value in a comprehension", isPossible: { _, _ in true }) { text in
            text.contains(
                /(UnboundLocalError: )?cannot access local variable|(NameError: )?cannot access free variable/)
                ? "NameError" : text
        },
    ]
}
