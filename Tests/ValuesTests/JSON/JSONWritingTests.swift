import Testing

@testable import Messages
@testable import Values

@Suite struct JSONWritingTests {
    @Test("A value is written as Python's json.dumps writes it, compact and not escaped to ASCII")
    func form() throws {
        let value: Value = ["b": [1, -2.5, true, nil, [:], []], "a": "é\"\\\u{8}\u{C}\n\r\t\u{1F}\u{7F}/"]
        #expect(JSON.text(of: value) == #"{"b":[1,-2.5,true,null,{},[]],"a":"é\"\\\b\f\n\r\t\u001f"# + "\u{7F}/\"}")
        #expect(
            JSON.text(of: ["b": 1, "a": ["d": 1, "c": 2], "": 0], sortedKeys: true)
                == #"{"":0,"a":{"c":2,"d":1},"b":1}"#)
        #expect(
            JSON.text(of: [.int(.min), .int(.max), 0, -1, 10]) == "[-9223372036854775808,9223372036854775807,0,-1,10]")
    }

    @Test("Keys are sorted by code point: a character beyond the basic plane comes last")
    func sorted() {
        #expect(
            JSON.text(of: ["😀": 1, "\u{FFFD}": 2, "é": 3, "z": 4], sortedKeys: true)
                == "{\"z\":4,\"é\":3,\"\u{FFFD}\":2,\"😀\":1}")
    }

    @Test(
        "A float is written as Python's repr",
        arguments: [
            (25.0, "25.0"), (1e16, "1e+16"), (-1e16, "-1e+16"), (9_999_999_999_999_998, "9999999999999998.0"),
            (12_345_678_901_234_568, "1.2345678901234568e+16"), (1e22, "1e+22"), (1e-5, "1e-05"), (0.0001, "0.0001"),
            (0.1, "0.1"), (-0.0, "-0.0"), (Double.leastNonzeroMagnitude, "5e-324"),
            (1.7976931348623157e308, "1.7976931348623157e+308"),
            (18_014_398_509_481_984, "1.8014398509481984e+16"), (10_000_000_000_000_002, "1.0000000000000002e+16"),
            (.nan, "nan"), (.infinity, "inf"), (-.infinity, "-inf"),
        ])
    func floats(number: Double, text: String) {
        #expect(PythonFloat.repr(number) == text)
    }

    @Test("NaN, the infinities and what is too deep are no JSON for the wire, and legible in a trace")
    func unwritable() throws {
        #expect(throws: JSONUnwritable.notFinite) { try JSON.bytes(of: [1, .double(.nan)]) }
        #expect(throws: JSONUnwritable.notFinite) { try JSON.bytes(of: ["a": .double(-.infinity)]) }
        #expect(JSON.text(of: [.double(.nan), .double(.infinity), .double(-.infinity)]) == "[NaN,Infinity,-Infinity]")
        var lists: Value = 1
        var dicts: Value = 1
        for _ in 0..<256 {
            lists = [lists]
            dicts = ["a": dicts]
        }
        for deep in [lists, dicts] {
            #expect(try JSON.parse(JSON.bytes(of: deep)) == deep)
            #expect(throws: JSONUnwritable.tooDeep) { try JSON.bytes(of: [deep]) }
            #expect(throws: JSONUnwritable.tooDeep) { try JSON.bytes(of: ["a": deep]) }
            #expect(JSON.text(of: [deep]).contains("\"…\""))
        }
    }
}
