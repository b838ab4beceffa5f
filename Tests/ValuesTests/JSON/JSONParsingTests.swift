import Testing

@testable import Messages
@testable import Values

/// The problem that a text has; `nil` if it is read.
func problem(of bytes: [UInt8]) -> JSONProblem? {
    do {
        _ = try JSON.parse(bytes)
        return nil
    } catch {
        return error
    }
}

func problem(of text: String) -> JSONProblem? { problem(of: Array(text.utf8)) }

@Suite struct JSONParsingTests {
    @Test("A text becomes plain data; the order of keys is kept")
    func data() throws {
        let value = try JSON.parse(#" {"b": [1, -2.5, true, false, null, {}], "a": {"x": "y"}, "": []} "#)
        #expect(value == ["b": [1, -2.5, true, false, nil, [:]], "a": ["x": "y"], "": []])
        #expect(value.asDict.map { Array($0.keys) } == ["b", "a", ""])
        #expect(try JSON.parse([0xEF, 0xBB, 0xBF] + Array("7".utf8)) == 7)
    }

    @Test("Integers are exact up to the last of 64 bits, and refused beyond")
    func integers() throws {
        #expect(try JSON.parse("9223372036854775807") == .int(.max))
        #expect(try JSON.parse("-9223372036854775808") == .int(.min))
        #expect(try JSON.parse("[0,-0,123456789012345678]") == [0, 0, 123_456_789_012_345_678])
        for text in ["9223372036854775808", "-9223372036854775809", "1" + String(repeating: "0", count: 10_000)] {
            #expect(problem(of: text)?.reason == .integerTooLarge)
            #expect(problem(of: text)?.message.contains("64 bits") == true)
        }
    }

    @Test("Numbers with a fraction or an exponent are doubles, to the last bit")
    func doubles() throws {
        let texts = [
            "1.0", "-0.0", "0.1", "1e2", "1E+2", "1e-2", "1.7976931348623157e308", "5e-324", "2.2250738585072011e-308",
            "9007199254740993.0", "123456789012345678901234567890.5", "1e22", "1e23", "3.141592653589793238462643383",
            "0.000000000000000000000000000000001", "1e-400", "100000000000000000000e-20", "8.5e-23",
            "1e-9999999999999999999",
        ]
        for text in texts {
            let expected = try #require(Double(text))
            #expect(try JSON.parse(text) == .double(expected), "\(text)")
        }
        #expect(try JSON.parse("-0.0").kindName == "number")
        if case .double(let zero) = try JSON.parse("-0.0") { #expect(zero.sign == .minus) }
    }

    @Test(
        "A number beyond every double is refused, and so is what is no number",
        arguments: [
            ("1e999", JSONProblem.Reason.numberTooLarge), ("-1e309", .numberTooLarge),
            ("1e99999999999999999999", .numberTooLarge),
            ("NaN", .notFinite), ("Infinity", .notFinite), ("-Infinity", .notFinite), ("01", .badNumber),
            ("-01", .badNumber), ("1.x", .badNumber), ("-x", .badNumber), ("1.", .ends), ("1e", .ends), ("-", .ends),
            ("1e+x", .badNumber), (".5", .unexpected(0x2E)), ("+1", .unexpected(0x2B)), ("0x10", .trailing),
        ])
    func numbers(text: String, reason: JSONProblem.Reason) {
        #expect(problem(of: text)?.reason == reason)
    }

    @Test("Strings keep every character, escaped or not")
    func strings() throws {
        let text = #""\"\\\/\b\f\n\r\t\u00e9\u20AC\ud83d\ude00é€😀\u0000""#
        #expect(try JSON.parse(text) == "\"\\/\u{8}\u{C}\n\r\té€😀é€😀\0")
        #expect(try JSON.parse("\"\u{7F}\u{2028}\"") == "\u{7F}\u{2028}")
        let long = String(repeating: "aé", count: 5000)
        #expect(try JSON.parse("[\"\(long)\",\"\(long)\\n\"]") == [.string(long), .string(long + "\n")])
    }

    @Test(
        "A string that is not Unicode or not escaped is refused where it is wrong",
        arguments: [
            (Array(#""a\ud800""#.utf8), JSONProblem.Reason.loneSurrogate, 2),
            (Array(#""\ud800\n""#.utf8), .loneSurrogate, 1), (Array(#""\ud800\ud800""#.utf8), .loneSurrogate, 1),
            (Array(#""\udc00""#.utf8), .loneSurrogate, 1), (Array(#""\ud800\u12""#.utf8), .badEscape, 7),
            (Array(#""\x""#.utf8), .badEscape, 1), (Array(#""\u12g4""#.utf8), .badEscape, 1),
            (Array("\"a\nb\"".utf8), .controlCharacter, 2), (Array("\"\\t\0\"".utf8), .controlCharacter, 3),
            ([0x22, 0x61, 0xFF, 0x22], .invalidUTF8, 2), ([0x22, 0xC3, 0x22], .invalidUTF8, 1),
            ([0x22, 0xC3, 0xA9, 0xED, 0xA0, 0x80, 0x22], .invalidUTF8, 3),
            ([0x22, 0x5C, 0x6E, 0x80, 0x22], .invalidUTF8, 3), ([0x22, 0xC0, 0x80, 0x22], .invalidUTF8, 1),
        ])
    func badStrings(bytes: [UInt8], reason: JSONProblem.Reason, offset: Int) {
        #expect(problem(of: bytes)?.reason == reason)
        #expect(problem(of: bytes)?.offset == offset)
    }

    @Test("What is not JSON is refused with offset, line and column")
    func places() {
        #expect(problem(of: "")?.reason == .empty)
        #expect(problem(of: " \n")?.reason == .empty)
        #expect(problem(of: "{} {}")?.reason == .trailing)
        let bad = problem(of: "{\n  \"é\": x}")
        #expect(bad?.reason == .unexpected(0x78))
        #expect(bad.map { [$0.offset, $0.line, $0.column] } == [10, 2, 8])
        #expect(bad?.description == "line 2, column 8: unexpected \"x\"")
        for text in ["{", "[", "[1", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "\"a", "tru", "\"\\", "\"\\u1"] {
            #expect(problem(of: text)?.reason == .ends, "\(text)")
        }
        for text in [
            "[1,]", "{,}", "{\"a\":1,}", "{a:1}", "{'a':1}", "[1 2]", "{\"a\" 1}", "truE", "nil", "]", "/**/1",
        ] {
            guard case .unexpected = problem(of: text)?.reason else {
                Issue.record("\(text)")
                continue
            }
        }
    }

    @Test("A key that stands twice is refused, in small objects and large ones")
    func duplicates() {
        #expect(problem(of: #"{"a":1,"b":2,"a":1}"#)?.reason == .duplicateKey("a"))
        #expect(problem(of: #"{"a":1,"b":2,"a":1}"#)?.offset == 13)
        #expect(problem(of: #"{"a":1,"\u0061":1}"#)?.reason == .duplicateKey("a"))
        let many = (0..<1000).map { "\"k\($0)\":1" }.joined(separator: ",")
        #expect(problem(of: "{\(many)}") == nil)
        #expect(problem(of: "{\(many),\"k500\":1}")?.reason == .duplicateKey("k500"))
    }

    @Test("What is nested deeper than 256 is refused, however deep")
    func depth() throws {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            func nested(_ depth: Int) -> String {
                String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
            }
            #expect(problem(of: nested(256)) == nil)
            #expect(problem(of: nested(257))?.reason == .tooDeep)
            #expect(problem(of: nested(100_000))?.offset == open.utf8.count * 256)
        }
    }
}
