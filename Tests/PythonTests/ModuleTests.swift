import Messages
import Python
import Testing
import Values

@Suite("Modules")
struct ModuleTests {
    @Test(
        "Dates compute as in Python",
        arguments: [
            ("datetime.datetime(2024, 1, 31) + timedelta(days=30)", "2024-03-01T00:00:00"),
            ("datetime.datetime.now().isoformat()", "2026-01-01T00:00:00"),
            ("datetime.now().isoformat()", "2026-01-01T00:00:00"),
            (
                "(datetime.datetime.now(datetime.timezone.utc) + timedelta(hours=1.5)).isoformat()",
                "2026-01-01T01:30:00+00:00"
            ),
            ("datetime.date(2024, 2, 29).strftime('%a %d %b %Y, day %j')", "Thu 29 Feb 2024, day 060"),
            ("(datetime.date(2024, 3, 1) - datetime.date(2023, 3, 1)).days", 366),
            ("timedelta(days=1.5)", "1 day, 12:00:00"),
            ("timedelta(minutes=5).total_seconds()", 300.0), ("time.time()", 1_767_225_600.0),
            ("datetime.datetime.strptime('31/12/25 23:59', '%d/%m/%y %H:%M')", "2025-12-31T23:59:00"),
            // What fits first is tried another way where the rest does not fit.
            ("datetime.datetime.strptime('1112020', '%d%m%Y')", "2020-01-11T00:00:00"),
            ("datetime.datetime.strptime('Sun  3. May 9 PM', '%a %d. %b %I %p')", "1900-05-03T21:00:00"),
            ("datetime.datetime.strptime('2020 W53-7', '%G W%V-%u')", "2021-01-03T00:00:00"),
            ("datetime.datetime.strptime('2020 00 Mon', '%Y %W %a')", "2019-12-30T00:00:00"),
            ("datetime.datetime.strptime('366 2021', '%j %Y')", "2022-01-01T00:00:00"),
            (
                "datetime.datetime.strptime('2020-01-31 +01:00:30.5', '%Y-%m-%d %z')",
                "2020-01-31T00:00:00+01:00:30.500000"
            ),
            ("datetime.datetime.fromisoformat('2025-06-01T12:00:00+02:00').astimezone(datetime.timezone.utc).hour", 10),
            ("isinstance(datetime.datetime.now(), datetime.date)", true),
            ("f'{datetime.date(2025, 1, 2):%d.%m.}'", "02.01."),
        ] as [(String, Value)])
    func dates(source: String, expected: Value) throws {
        #expect(try evaluate(source) == expected)
    }

    @Test(
        "What strptime refuses, it refuses in Python's words",
        arguments: [
            ("'2020', '%Y '", "time data '2020' does not match format '%Y '"),
            ("'2020 x', '%Y '", "unconverted data remains: x"),
            ("'x', '% d'", "'%' is a bad directive in format '% d'"),
            ("'+01:0030', '%z'", "Inconsistent use of : in +01:0030"),
            ("'29 2', '%d %m'", "day is out of range for month"),
            ("'9999 53 Sun', '%Y %U %a'", "year 10000 is out of range"),
        ])
    func refusedDates(arguments: String, message: String) {
        #expect(failure("datetime.datetime.strptime(\(arguments))")?.message == message)
    }

    @Test("A date that fits in very many ways costs what it tries")
    func ambiguousDate() {
        let source = "datetime.datetime.strptime('1' * 30, '%d%m%H%M%S%j%U%W%V%w%u%y%I%fx')"
        var budget = ScriptBudget(steps: 50_000, bytes: 1 << 20, depth: 10)
        let failure = #expect(throws: ScriptFailure.self) {
            _ = try ScriptExpression(parsing: source).evaluate(
                in: TextTable<Value>(), host: stillHost, spending: &budget)
        }
        #expect(failure?.exception == "BudgetExceeded")
    }

    @Test("A zero byte in a format means what it means to CPython")
    func zeroBytes() throws {
        #expect(try evaluate(#"datetime.date(2025, 1, 2).strftime('%Y\0%m')"#) == "2025")
        #expect(try evaluate(#"format(1234.5, '.2\0')"#) == "1.2e+03")
        #expect(failure(#"time.strftime('%Y\0%m')"#)?.message == "embedded null character")
        #expect(failure(#"'%\0' % 3"#)?.message == "unsupported format character '?' (0x0) at index 1")
    }

    @Test("JSON is read and written as in Python")
    func json() throws {
        #expect(
            try evaluate("json.dumps({'b': [1, 2.0, None, True, 'é\"']})")
                == "{\"b\": [1, 2.0, null, true, \"\\u00e9\\\"\"]}")
        #expect(try evaluate("json.loads('{\"a\": [1, 2.5, \"x\"]}')['a']") == [1, 2.5, "x"])
        #expect(failure("json.loads('{')")?.exception == "JSONDecodeError")
    }

    @Test("Chance comes from the host")
    func chance() throws {
        #expect(try evaluate("str(uuid.uuid4())") == "01234567-89ab-4def-8123-456789abcdef")
        #expect(try evaluate("1 <= random.randint(1, 6) <= 6") == true)
        #expect(try evaluate("sorted(random.sample([3, 1, 2], 3))") == [1, 2, 3])
    }

    @Test("An import binds a module, its members or another name")
    func imports() throws {
        #expect(
            try run("import math as m\nfrom datetime import datetime as d\nx = m.floor(2.7)\ny = d(2024, 1, 1)") == [
                "x": 2, "y": "2024-01-01T00:00:00",
            ])
        #expect(
            syntaxError("import os")?.message
                == "module `os` is not supported; there are datetime, json, math, random, time, uuid")
        #expect(syntaxError("from math import nothing") != nil)
    }
}
