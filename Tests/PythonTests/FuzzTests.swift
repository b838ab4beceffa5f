import Foundation
import Messages
import Python
import TestKit
import Testing
import Values

/// Whatever comes in, an outcome comes out.
@Suite("Fuzz")
struct FuzzTests {
    private static let count = Environment["SCRIPT_FUZZ"].flatMap { Int($0) } ?? 3000
    private static let seed = Environment["SCRIPT_SEED"].flatMap { UInt64($0) } ?? 7

    @Test("Random bytes are read or refused")
    func bytes() {
        print("seed \(Self.seed)")
        var random = SeededGenerator(seed: Self.seed)
        for _ in 0..<Self.count {
            let bytes = (0..<random.below(40)).map { _ in
                UInt8(truncatingIfNeeded: random.next() & (random.once(in: 8) ? 0xFF : 0x7F))
            }
            outcome(String(decoding: bytes, as: UTF8.self))
        }
    }

    @Test("Random words are read, refused or run")
    func words() {
        print("seed \(Self.seed)")
        let words = [
            "(", ")", "[", "]", "{", "}", ":", ",", ".", "=", "+", "-", "*", "**", "//", "%", "<", "==", "!=", ":=",
            "->", ";", "@",
            "if", "else", "elif", "for", "in", "while", "def", "return", "lambda", "try", "except", "finally", "raise",
            "and",
            "or", "not", "is", "None", "True", "del", "pass", "break", "import", "from", "global", "class", "f'{", "}'",
            "f\"",
            "'", "\"\"\"", "\\", "#", "\n", "\n    ", "\n  ", "\t", " ", "0", "1", "1.5", "0x", "1e",
            "9223372036854775808", "_", "x",
            "i", "l", "d", "s", "o", "print", "len", "str", "json", "datetime", "é", "'a'", "r'", "!r", "...", "+=",
            ">>", "<<=", "~", "^",
        ]
        var random = SeededGenerator(seed: Self.seed &+ 1)
        for _ in 0..<Self.count {
            outcome(
                (0..<random.below(14)).map { _ in random.pick(words) }.joined(separator: random.once(in: 3) ? "" : " "))
        }
    }

    @Test("Programs, however damaged, are refused or end in an outcome")
    func anyProgram() throws {
        let spice = Array("()[]{}:,.=+-*/%<>!'\"\\#@;~^|& \n\tx0".utf8) + [0, 0x80, 0xC3, 0xFF]
        FuzzRun("script", inputs: 600).run { random in
            let seed = random.next()
            var source = ""
            switch random.below(4) {
            case 0:
                var generator = ProgramGenerator(seed: seed)
                source = generator.program()
            case 1:
                var generator = ModuleGenerator(seed: seed)
                source = generator.program()
            case 2:
                var generator = CallGenerator(seed: seed)
                source = generator.program()
            default:
                var generator = ExpressionGenerator(seed: seed)
                source = generator.expression(random.pick(ExpressionGenerator.Wanted.allCases), 5)
            }
            for _ in 0..<random.below(3) { source = Damage.applied(to: source, &random) }
            if random.once(in: 2) {
                var bytes = Array(source.utf8)
                Mutation.mutate(&bytes, spice: spice, times: 5, &random)
                source = String(decoding: bytes, as: UTF8.self)
            }
            let outcomes = [Fragment.Kind.expression, .program].map { Fragment(kind: $0, source: source).outcome() }
            #expect(outcomes.allSatisfy { !$0.isEmpty })
            return outcomes.contains { !$0.hasPrefix("!SyntaxError") }
        }
    }

    @Test("Random calls of every builtin and method end in an outcome")
    func calls() {
        print("seed \(Self.seed)")
        let arguments = [
            "", "0", "-1", "'a'", "None", "[]", "l", "d", "s", "f", "1, 2", "'a', 'b'", "l, l", "-1, 0",
            "9223372036854775807",
            "-9223372036854775808", "key=None", "*l", "**d", "lambda *a: a", "0, 'x', None", "float('nan')", "1e308",
            "{1}", "(1,)", "''",
            "9223372036854775807, -9223372036854775808", "n", "o", "'{}'", "'%Y'", "x=1", "True, False", "str",
            "range(3)", "'é', 3",
        ]
        let receivers = [
            "s", "t", "l", "d", "{1, 2}", "(1, 2)", "7", "2.5", "None", "frozenset([1])", "range(5)", "d.items()",
            "iter(l)", "datetime",
            "datetime.date", "datetime.datetime(2024, 1, 31)", "timedelta(days=1)", "datetime.timezone.utc", "json",
            "math", "random",
            "time", "uuid.uuid4()", "str", "dict", "ValueError('a')", "(x for x in l)", "len", "datetime.time(1)",
            "datetime.datetime", "int", "",
        ]
        let names = TextSet(receivers.flatMap { ScriptNames.attributes(of: $0) } + ScriptExpression.builtinNames)
            .sorted()
        var random = SeededGenerator(seed: Self.seed &+ 2)
        for _ in 0..<Self.count {
            let receiver = random.pick(receivers)
            let name = random.pick(names)
            outcome("\(receiver.isEmpty ? "" : "(\(receiver)).")\(name)(\(random.pick(arguments)))")
        }
    }

    private func outcome(_ source: String) {
        for kind in [Fragment.Kind.expression, .program] {
            #expect(!Fragment(kind: kind, source: source).outcome().isEmpty)
        }
    }
}

/// Names that can be tried on a receiver.
enum ScriptNames {
    static func attributes(of receiver: String) -> [String] {
        [
            "append", "extend", "insert", "pop", "remove", "clear", "copy", "count", "index", "reverse", "sort", "get",
            "keys",
            "values", "items", "setdefault", "update", "popitem", "fromkeys", "union", "intersection", "difference",
            "add", "discard",
            "issubset", "isdisjoint", "symmetric_difference", "intersection_update", "upper", "lower", "title",
            "capitalize",
            "swapcase", "casefold", "strip", "lstrip", "rstrip", "split", "rsplit", "splitlines", "join", "replace",
            "find", "rfind",
            "rindex", "startswith", "endswith", "removeprefix", "removesuffix", "partition", "rpartition", "ljust",
            "rjust", "center",
            "zfill", "expandtabs", "format", "format_map", "translate", "maketrans", "encode", "isalpha", "isdigit",
            "isspace",
            "istitle", "isidentifier", "bit_length", "is_integer", "start", "stop", "step", "now", "today", "utcnow",
            "fromisoformat",
            "fromtimestamp", "strptime", "combine", "fromordinal", "isoformat", "strftime", "weekday", "isocalendar",
            "toordinal",
            "timestamp", "astimezone", "replace", "total_seconds", "days", "utcoffset", "tzname", "dumps", "loads",
            "sqrt", "floor",
            "log", "factorial", "comb", "perm", "gcd", "lcm", "isqrt", "fsum", "prod", "hypot", "pow", "fmod",
            "isclose", "randint",
            "choice", "choices", "sample", "shuffle", "uniform", "randrange", "time", "time_ns", "hex", "args", "UUID",
            "uuid4", "min", "max",
            "__name__", "__class__",
        ]
    }
}
