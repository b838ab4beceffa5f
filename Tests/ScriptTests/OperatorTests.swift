import Events
import Testing

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
