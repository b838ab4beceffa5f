import Foundation
import Testing

/// Random fragments against CPython: the same values, the same exception classes.
@Suite("Against CPython")
struct DifferentialTests {
    /// By hand: any number, and another seed.
    private static let count = ProcessInfo.processInfo.environment["SCRIPT_FRAGMENTS"].flatMap { Int($0) } ?? 1000
    private static let seed = ProcessInfo.processInfo.environment["SCRIPT_SEED"].flatMap { UInt64($0) } ?? 20260101

    @Test("Random expressions have Python's outcome", .enabled(if: PythonOracle.python != nil, "python3 is missing"))
    func expressions() throws {
        try compare(
            (0..<Self.count).map { index in
                var generator = ExpressionGenerator(seed: Self.seed &+ UInt64(index))
                let wanted = generator.random.pick(ExpressionGenerator.Wanted.allCases)
                return Fragment(kind: .expression, source: generator.expression(wanted, 1 + generator.random.below(4)))
            })
    }

    @Test("Random programs have Python's outcome", .enabled(if: PythonOracle.python != nil, "python3 is missing"))
    func programs() throws {
        try compare(
            (0..<Self.count).map { index in
                var generator = ProgramGenerator(seed: Self.seed &+ UInt64(index) &* 7919)
                return Fragment(kind: .program, source: generator.program())
            })
    }

    @Test(
        "Random dates, JSON and mathematics have Python's outcome",
        .enabled(if: PythonOracle.python != nil, "python3 is missing"))
    func modules() throws {
        try compare(
            (0..<Self.count).map { index in
                var generator = ModuleGenerator(seed: Self.seed &+ UInt64(index) &* 15_485_863)
                return Fragment(kind: .program, source: generator.program())
            })
    }

    @Test(
        "Damaged fragments are refused or run as in Python",
        .enabled(if: PythonOracle.python != nil, "python3 is missing"))
    func damaged() throws {
        try compare(
            (0..<Self.count).map { index in
                var generator = ProgramGenerator(seed: Self.seed &+ UInt64(index) &* 104_729)
                let source = generator.program()
                return Fragment(kind: .program, source: Damage.applied(to: source, &generator.expressions.random))
            })
    }

    private func compare(_ fragments: [Fragment]) throws {
        guard let expected = try PythonOracle.outcomes(of: fragments) else { return }
        #expect(expected.count == fragments.count)
        var tally = Tally()
        for (fragment, theirs) in zip(fragments, expected) {
            tally.add(fragment, ours: fragment.outcome(), theirs: theirs)
        }
        print("seed \(Self.seed): \(tally.summary)")
        for difference in tally.differences.prefix(25) { print(difference) }
        #expect(tally.differences.count == 0)
    }
}

/// How outcomes compare.
private struct Tally {
    var equal = 0
    var raised = 0
    var wordedDifferently = 0
    var skipped: [String: Int] = [:]
    var differences: [String] = []

    var summary: String {
        let reasons = skipped.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        return """
            \(equal) equal (\(raised) of them exceptions, \(wordedDifferently) worded differently), \
            \(differences.count) different, not compared: \(reasons)
            """
    }

    mutating func add(_ fragment: Fragment, ours: String, theirs: String) {
        if ours == theirs || ours.prefix(while: { $0 != "\t" }) == theirs.prefix(while: { $0 != "\t" }) {
            equal += 1
            if ours.hasPrefix("!") { raised += 1 }
            if ours != theirs, !ours.hasPrefix("!SyntaxError") {
                wordedDifferently += 1
                if ProcessInfo.processInfo.environment["SCRIPT_WORDS"] != nil { print("\(ours) | \(theirs)") }
            }
        } else if let reason = Self.reason(ours, theirs) {
            skipped[reason, default: 0] += 1
        } else {
            differences.append("--- \(fragment.source)\n  ours:   \(ours)\n  python: \(theirs)")
        }
    }

    /// "OverflowError", as the outcomes write a text.
    private static let caughtOverflow = "OverflowError".utf8.map { String($0, radix: 16) }.joined(separator: " ")

    /// Why the two need not be the same: the limits this subset declares.
    private static func reason(_ ours: String, _ theirs: String) -> String? {
        if theirs == "?" { return "sets, iterators or endless" }
        if ours.hasPrefix("!OverflowError\tinteger outside 64 bits") { return "beyond 64 bits" }
        if ours.contains("integer outside 64 bits") { return "beyond 64 bits" }
        // Caught inside the fragment here, so only its result tells that Python went on with a larger number.
        if theirs == "!OverflowError\tbeyond 64 bits" || ours.contains(caughtOverflow) { return "beyond 64 bits" }
        if ours.hasPrefix("!BudgetExceeded") { return "beyond the budget" }
        if ours.contains("not supported"), ours.contains("`") || ours.contains("bytes") || ours.contains("complex") {
            return "outside the subset"
        }
        if ours.hasPrefix("!TypeError"), ours.contains("is no data") { return "no data" }
        return nil
    }
}
