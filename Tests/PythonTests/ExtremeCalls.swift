import Foundation
import TestKit

@testable import Python

/// Makes calls and operations out of whatever names there are, on numbers, sizes and counts at the edge of what fits.
///
/// The names come from the tables of builtins, methods and modules and from the words that the source of Script quotes, so
/// that whatever is added there is tried too.
struct ExtremeCalls {
    static let integers: [String] = {
        var numbers = [0, 1, -1, 2, 3, 7, 19, 20, 63, 64, 255, 1000, 65_536, 1_000_003, .max, .min, .max - 1, .min + 1]
        for power in [15, 31, 32, 52, 53, 59, 61, 62] { numbers += [1 << power, -(1 << power), 1 << power - 1] }
        numbers += [9_999, 10_000, 3_652_059, 3_652_060, 999_999_999, 86_400_000_000, 9_223_372_036_854]
        // The smallest cannot be written as the negative of what does not fit.
        return numbers.map { $0 == .min ? "(-9223372036854775807 - 1)" : "(\($0))" }
    }()

    static let floats = [
        "0.0", "(-0.0)", "0.5", "(-2.5)", "5e-324", "1e16", "9.2e18", "(-9.3e18)", "1.8e19", "1e22", "1e300",
        "1.7976931348623157e308", "float('inf')", "float('-inf')", "float('nan')",
    ]

    static let texts = [
        "''", "'a'", "' '", "'é'", "'\\U0001F600'", "'e\\u0301'", "'-1'", "'+\\u0301x'", "'abc\\tdé\\n'", "'%d'",
        "'{}'", "'9223372036854775808'", "'-9223372036854775808'", "'1e400'", "('x' * 5000)", "('é\\U0001F600' * 700)",
        "'2026-01-31T23:59:59.999999+23:59'", "'9999-12-31'", "'0001-01-01'", "'%Y-%m-%d'", "'%j %U %f %z'",
        "'12345678123456781234567812345678'", "'[1, 2]'", "'>'", "'09223372036854775807d'", "'*^2147483647'",
        "'é<9223372036854775807'", "'.9223372036854775807f'", "'.2147483647e'", "'_>020,d'",
    ]

    static let others = [
        "None", "True", "False", "[]", "[1]", "[3, 1, 2]", "()", "(1, 'é')", "{}", "{'a': 1}", "{1, 2}",
        "frozenset([1])",
        "range(9223372036854775807)", "range(-9223372036854775807, 9223372036854775807, 3)",
        "range(9223372036854775807, -9223372036854775807, -7)", "range(5)", "enumerate([1, 2], 9223372036854775806)",
        "iter([1])", "(lambda *a, **k: 9223372036854775807)", "len", "str", "int", "ValueError('é')",
        "{'a': 1}.items()", "reversed([1, 2])", "datetime", "datetime.datetime", "datetime.date", "datetime.time",
        "timedelta", "datetime.timezone", "datetime.datetime(1, 1, 1)",
        "datetime.datetime(9999, 12, 31, 23, 59, 59, 999999, datetime.timezone(timedelta(hours=-23, minutes=-59)))",
        "datetime.date(1, 1, 1)", "datetime.date(9999, 12, 31)", "datetime.time(23, 59, 59, 999999)",
        "timedelta(days=999999999)", "timedelta(days=-999999999)", "timedelta(microseconds=1)", "timedelta(0)",
        "datetime.timezone.utc", "math", "random", "time", "json", "uuid", "uuid.uuid4()", "dict", "object",
    ]

    static let operators = [
        "+", "-", "*", "/", "//", "%", "**", "<<", ">>", "&", "|", "^", "<", "==", "!=", ">=", "in", "not in", "is",
        "and", "or",
    ]

    /// Names of builtins, and of attributes of anything.
    static let builtins = Builtins.all.keys.sorted()
    static let attributes = tables.union(quoted).sorted()

    private static let tables = TextSet(Catalogue.all.map(\.name))

    /// Whatever could be a name among the words that the room's source quotes.
    private static let quoted: TextSet = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources/Python")
        var names: TextSet = []
        let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift", let text = try? String(contentsOf: file, encoding: .utf8) else {
                continue
            }
            for match in text.matches(of: /"([a-z_][A-Za-z_0-9]{1,30})"/) { names.insert(String(match.1)) }
        }
        return names
    }()

    var random: SeededGenerator

    mutating func value() -> String {
        switch random.below(10) {
        case 0...3: random.pick(Self.integers)
        case 4: random.pick(Self.floats)
        case 5, 6: random.pick(Self.texts)
        default: random.pick(Self.others)
        }
    }

    /// A number more often than not.
    private mutating func argument() -> String { random.once(in: 2) ? random.pick(Self.integers) : value() }

    mutating func arguments() -> String {
        var all = (0..<random.below(5)).map { _ in argument() }
        while random.once(in: 6) { all.append("\(random.pick(Self.attributes))=\(argument())") }
        return all.joined(separator: ", ")
    }

    mutating func expression() -> String {
        switch random.below(12) {
        case 0...4: "(\(value())).\(random.pick(Self.attributes))(\(arguments()))"
        case 5, 6: "\(random.pick(Self.builtins))(\(arguments()))"
        case 7: "(\(value())) \(random.pick(Self.operators)) (\(value()))"
        case 8: "(\(value()))[\(bound()):\(bound()):\(bound())]"
        case 9: "(\(value()))[\(argument())]"
        case 10: format()
        default: "\(random.pick(["-", "+", "~", "not "]))(\(value()))"
        }
    }

    private mutating func bound() -> String { random.once(in: 4) ? "" : argument() }

    /// Widths and precisions of formats, from the text itself and from arguments.
    private mutating func format() -> String {
        let sizes = ["0", "5", "70", "2147483647", "2147483648", "9223372036854775807", "99999999999999999999", ""]
        let flags = random.pick(["", "0", "-", "+", "#", " ", ",", "_", "é<", "😀^", "=", "0="])
        let (width, precision) = (random.pick(sizes), random.pick(sizes))
        let point = random.once(in: 2) ? ".\(precision)" : ""
        let letter = random.pick(["d", "s", "f", "e", "g", "%", "x", "b", "c", "n", "r", ""])
        switch random.below(4) {
        case 0: return "'%\(flags)\(width)\(point)\(letter)' % (\(value()),)"
        case 1: return "'%*.*\(letter)' % (\(argument()), \(argument()), \(value()))"
        case 2: return "'{:\(flags)\(width)\(point)\(letter)}'.format(\(arguments()))"
        default: return "f'{\(value()):{\(argument())}}'"
        }
    }
}
