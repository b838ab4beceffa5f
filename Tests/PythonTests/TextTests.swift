import Messages
import Testing
import Values

@Suite("Text")
struct TextTests {
    @Test(
        "Formatting is Python's",
        arguments: [
            ("f'{3.14159:.2f}'", "3.14"), ("f'{1234567:,}'", "1,234,567"), ("f'{7:03d}|{\"a\":>3}'", "007|  a"),
            ("f'{\"x\"!r}'", "'x'"), ("f'{1+1=}'", "1+1=2"), ("f'{{}}'", "{}"), ("f'{2.5:.0f}'", "2"),
            ("'%s is %d' % ('x', 3)", "x is 3"), ("'{} {1}'[:2].format(4)", "4"), ("'{a[k]}'.format(a={'k': 1})", "1"),
            ("f'{0.5:%}'", "50.000000%"), ("f'{255:#x}'", "0xff"), ("f'{1e16}'", "1e+16"),
            ("str(1e15)", "1000000000000000.0"),
            ("str(0.0001)", "0.0001"), ("str(0.00001)", "1e-05"), ("str([1, 'a', None, 1.0])", "[1, 'a', None, 1.0]"),
            ("f'{\"a\":{5}}|'", "a    |"), ("'%05.1f' % 3.14159", "003.1"), ("repr('it\\'s')", "\"it's\""),
        ] as [(String, Value)])
    func formatting(source: String, expected: Value) throws {
        #expect(try evaluate(source) == expected)
    }

    @Test("Length and indices count code points, not what a reader sees")
    func codePoints() throws {
        #expect(try evaluate("len('e\\u0301')") == 2)
        #expect(try evaluate("len('👩‍👩‍👧')") == 5)
        #expect(try evaluate("'añb'[1]") == "ñ")
        #expect(try evaluate("'e\\u0301' == 'é'") == false)
        #expect(try evaluate("len('a\\r\\nb')") == 4)
        #expect(try evaluate("'añb'[::-1]") == "bña")
    }

    @Test("A key is found only as it is spelled: the kelvin sign is no K", arguments: ["é", "K"])
    func keys(sought: String) throws {
        let kept = sought == "K" ? "\u{212A}" : "e\u{301}"
        let data: TextTable<Value> = ["d": [kept: 1], "k": .string(sought)]
        for source in ["k in d", "k in dict(d)", "'\(sought)' in d", "d.get(k, 0) == 1"] {
            #expect(try evaluate(source, data) == false, "\(source)")
        }
        #expect(failure("x = d[k]", data)?.exception == "KeyError")
        #expect(failure("x = d['\(sought)']", data)?.exception == "KeyError")
    }
}
