import Foundation
import Messages
import Values

/// How outcomes compare: values exactly, exceptions by class and message.
struct Tally {
    /// The version of the Python that was asked.
    let version: String
    var equal = 0
    var raised = 0
    var skipped: TextMap<Int> = [:]
    var differences: [String] = []

    init(version: String) { self.version = version }

    var summary: String {
        let reasons = skipped.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        return """
            Python \(version): \(equal) equal (\(raised) of them exceptions), \(differences.count) different, \
            not compared: \(reasons)
            """
    }

    mutating func add(_ fragment: Fragment, ours: String, theirs: String) {
        if ours == theirs || Self.isRefused(ours) && Self.isRefused(theirs) {
            equal += 1
            if ours.hasPrefix("!") { raised += 1 }
        } else if let reason = reason(fragment, ours, theirs) {
            skipped[reason, default: 0] += 1
        } else {
            differences.append("--- \(fragment.source)\n  ours:   \(ours)\n  python: \(theirs)")
        }
    }

    /// A refusal when it is read: the words are this project's own, they tell what the model's author can do.
    private static func isRefused(_ outcome: String) -> Bool { outcome.hasPrefix("!SyntaxError") }

    /// "OverflowError", as the outcomes write a text.
    private static let caughtOverflow = encoded("OverflowError")

    private static func encoded(_ text: String) -> String {
        text.utf8.map { String($0, radix: 16) }.joined(separator: " ")
    }

    private static let genericTypes = ["list", "dict", "tuple", "set", "frozenset", "type"].map {
        "type '\($0)' is not subscriptable"
    }

    private static func allTrue(_ outcome: String) -> String { outcome.replacing(":false", with: ":true") }

    private static let attributeOfDict = encoded("'dict' object has no attribute")

    /// Why the two need not be the same: the limits this subset declares, and what no two runs of Python share.
    private func reason(_ fragment: Fragment, _ ours: String, _ theirs: String) -> String? {
        if theirs == "?" { return "sets, iterators or endless" }
        if ours.contains(/^!(OverflowError|SyntaxError)\tinteger outside 64 bits/) { return "beyond 64 bits" }
        // Caught inside the fragment here, so only its result tells that Python went on with a larger number.
        if theirs == "!OverflowError\tbeyond 64 bits" || ours.contains(Self.caughtOverflow) { return "beyond 64 bits" }
        if fragment.source.contains("except"),
            [fragment.unhandled, fragment.overflowing].contains(where: {
                $0.outcome().hasPrefix("!OverflowError\tinteger outside")
            })
        {
            return "beyond 64 bits"
        }
        // A ValueError that says so; CPython's comes out of its regular expressions, with a place in them.
        if ours.contains(Self.encoded("is there twice in format")),
            theirs.contains(Self.encoded("redefinition of group"))
        {
            return "a directive that is there twice"
        }
        // Where the values stand beside it, CPython's compiler takes a flag that its `%` does not know.
        if ours.hasPrefix("!ValueError\tunsupported format character 'z'") { return "a flag of the compiler's" }
        if ours.hasPrefix("!BudgetExceeded") { return "beyond the budget" }
        // How far a list is sorted when a comparison fails; NaN lies anywhere in what is sorted.
        if fragment.source.contains(".sort("), ours.contains(Self.encoded("not supported between")),
            ours.utf8.sorted() == theirs.utf8.sorted()
        {
            return "the order of a list that cannot be sorted"
        }
        if fragment.source.contains("set("), fragment.source.contains("'nan'"), fragment.source.contains("sort") {
            return "the order of a set"
        }
        if ["a slice can only stand in brackets after a value", "unexpected `*`"].contains(where: {
            ours == "!SyntaxError\t\($0)"
        }) {
            return "outside the subset"
        }
        if theirs.hasPrefix("!SyntaxError"), theirs.contains("can not be used within an annotation") {
            return "annotations are not evaluated"
        }
        if ours.contains(Self.encoded("complex numbers are not supported")) { return "outside the subset" }
        if ours.contains("not supported"), ours.contains("`") || ours.contains("bytes") || ours.contains("complex") {
            return "outside the subset"
        }
        // Until 3.11 a comprehension is a function of its own, to which the names around it are free variables.
        if ours.hasPrefix("!UnboundLocalError"), theirs.hasPrefix("!NameError\tcannot access free variable") {
            return "a variable without a value in a comprehension"
        }
        // Since 3.12 an f-string's expressions may go over lines.
        if version == "3.11", theirs.hasPrefix("!SyntaxError\tunterminated string literal"),
            fragment.source.contains(/\b[fF]['"]/)
        {
            return "an f-string over lines"
        }
        // The module's own name, which there is none of here.
        if fragment.source.contains(/(^|[^.\w])__name__/) { return "outside the subset" }
        if theirs.contains("'dict' object has no attribute") || theirs.contains(Self.attributeOfDict) {
            return "entries of any dictionary are attributes"
        }
        if fragment.source.contains("hasattr("), Self.allTrue(ours) == Self.allTrue(theirs) {
            return "entries of any dictionary are attributes"
        }
        // `list[int]` as a value.
        if Self.genericTypes.contains(where: { ours.contains($0) || ours.contains(Self.encoded($0)) }) {
            return "outside the subset"
        }
        if ours.hasPrefix("!TypeError"), ours.contains("is no data") { return "no data" }
        if ours.hasPrefix("!TypeError\tkeys must be"), theirs == "!TypeError\tkey" { return "a key that is no data" }
        for rule in WordingRule.all where rule.applies(fragment, ours) {
            if rule.normalized(ours) == rule.normalized(theirs) { return rule.name }
        }
        if version != PythonOracle.wordedAs, Self.named(ours) == Self.named(theirs) { return "worded by version" }
        return nil
    }

    /// The outcome without the words of its exception.
    private static func named(_ outcome: String) -> Substring {
        outcome.hasPrefix("!") ? outcome.prefix { $0 != "\t" } : Substring(outcome)
    }
}
