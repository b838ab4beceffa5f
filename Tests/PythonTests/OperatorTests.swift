import Messages
import Testing
import Values

@Suite("Operators")
struct OperatorTests {
    @Test(
        "Arithmetic is Python's",
        arguments: [
            ("1 + 2 * 3", 7), ("7 / 2", 3.5), ("6 / 2", 3.0), ("7 // 2", 3), ("-7 // 2", -4), ("-7 % 3", 2),
            ("7 % -3", -2), ("7.5 // 2", 3.0), ("-7.5 % 2", 0.5), ("2 ** 10", 1024), ("2 ** -1", 0.5), ("-2 ** 2", -4),
            ("True + 1", 2), ("1 << 4 | 3", 19), ("~5", -6), ("6 ^ 3", 5), ("-9223372036854775808", .int(.min)),
            ("9007199254740993 / 3", 3002399751580331.0), ("'a' * 3", "aaa"), ("[1] + [2]", [1, 2]),
            ("0.1 + 0.2", 0.30000000000000004), ("10 - 2 - 3", 5), ("2 ** 3 ** 2", 512),
        ] as [(String, Value)])
    func arithmetic(source: String, expected: Value) throws {
        #expect(try evaluate(source) == expected)
    }

    @Test(
        "What does not fit 64 bits is an error, never a wrong number",
        arguments: [
            "9223372036854775807 + 1", "-9223372036854775808 - 1", "4611686018427387904 * 2", "2 ** 63", "1 << 63",
            "-9223372036854775808 // -1", "abs(-9223372036854775808)", "-(-9223372036854775808)", "int(1e19)",
            "sum([9223372036854775807, 1])", "int('9223372036854775808')",
        ])
    func overflow(source: String) {
        #expect(failure(source)?.exception == "OverflowError")
    }

    @Test(
        "What cannot be done is told in Python's words",
        arguments: [
            ("{}[:'a']", "unhashable type: 'slice'"), ("d = {}\nd[:'a'] = 1", "unhashable type: 'slice'"),
            ("d = {}\nd['a':] += 1", "unhashable type: 'slice'"), ("d = {}\ndel d['a':]", "unhashable type: 'slice'"),
            ("d = {}\nd[1 / 0:] = 1", "division by zero"), ("Exception[0]", "type 'Exception' is not subscriptable"),
            ("t = (1,)\nt['a':] = 1", "'tuple' object does not support item assignment"),
            ("l = [1]\nl['a':] = 5", "slice indices must be integers or None or have an __index__ method"),
            ("ValueError.__name__ = 1", "cannot set '__name__' attribute of immutable type 'ValueError'"),
            ("del int.x", "cannot set 'x' attribute of immutable type 'int'"),
            ("format(1.5, '.2147483648g')", "precision too big"),
            ("format(1.5, '.9223372036854775808g')", "Too many decimal digits in format string"),
            ("import math\nmath.comb(3, None)", "'NoneType' object cannot be interpreted as an integer"),
            ("range(3)['a']", "range indices must be integers or slices, not str"),
            ("range(3)[7]", "range object index out of range"),
            ("del 0[0]", "'int' object does not support item deletion"),
            ("del 'a'[0]", "'str' object doesn't support item deletion"),
            ("import datetime\ndatetime.datetime.strptime('x', 'a%')", "stray % in format 'a%'"),
            ("import datetime\ndatetime.datetime.strptime('x', 'a%T')", "'T' is a bad directive in format 'a%T'"),
            ("'a'.expandtabs(1000 ** 4)", "Python int too large to convert to C int"),
            ("{1}.discard(({1},))", "unhashable type: 'set'"), ("{1}.remove({1, 2})", "{1, 2}"),
        ])
    func refusals(source: String, message: String) {
        #expect(failure(source)?.message == message)
    }

    @Test("A text is read as a number in any base, with the marks of its own")
    func bases() throws {
        let read =
            "int('p1', 31), int('z', 36), int('0B1', 36), int('0b1', 16), int('-0x1f', 16), int('0x_f', 0), int('00', 0)"
        #expect(try evaluate("[\(read), int('01')]") == [776, 35, 397, 177, -31, 15, 0, 1])
        for (text, base) in [
            ("g", 16), ("010", 0), ("0b", 2), ("0b2", 0), ("_1", 10), ("", 10), ("+-1", 10), ("p1", 25),
        ] {
            let shown = "invalid literal for int() with base \(base): '\(text)'"
            #expect(failure("int('\(text)', \(base))")?.message == shown)
        }
    }

    @Test("A text times a number has it so many times, whatever it is made of")
    func repetition() throws {
        for text in ["x", "ab", "ñ", "🙂e\u{301}", "\r\n", ""] {
            for count in 0...17 {
                let all = Value.string((0..<count).map { _ in text }.joined())
                #expect(try evaluate("t * \(count)", ["t": .string(text)]) == all)
            }
        }
        #expect(try evaluate("'x' * -1 + format(7, '\u{f1}>5') + 'a'.zfill(4)") == "\u{f1}\u{f1}\u{f1}\u{f1}7000a")
    }

    @Test("A set that is looked for in a set stands for the frozenset equal to it")
    func soughtSets() throws {
        #expect(try evaluate("[{1} in {frozenset([1])}, {2} in {1}]") == [true, false])
        #expect(try run("s = {frozenset([1]), 2}\ns.discard({1})\ns.discard({3})")["s"] == [2])
    }

    @Test("Comparisons chain and evaluate each operand once")
    func chains() throws {
        #expect(try evaluate("1 < 2 < 3") == true)
        #expect(try evaluate("1 < 3 < 2") == false)
        let after = try run("n = [0]\ndef f():\n  n[0] += 1\n  return n[0]\nr = 0 < f() < 2")
        #expect(after["r"] == true)
        #expect(after["n"] == [1])
    }

    @Test(
        "`and` and `or` return an operand",
        arguments: [
            ("0 or 'x'", "x"), ("'a' and 'b'", "b"), ("[] and 1", []), ("None or 0 or ''", ""), ("not []", true),
        ] as [(String, Value)])
    func junctions(source: String, expected: Value) throws {
        #expect(try evaluate(source) == expected)
    }

    @Test(
        "Equality is Python's across numbers",
        arguments: [
            "7 == 7.0", "True == 1", "9007199254740993 != 9007199254740992.0", "{'a': 1, 'b': 2} == {'b': 2.0, 'a': 1}",
            "'7' != 7", "None is None", "[1, [2]] == [1.0, [2]]", "(1,) != [1]", "{1, 2} == {2, 1}",
        ])
    func equality(source: String) throws {
        #expect(try evaluate(source) == true)
    }
}
