import Testing
import Values

@testable import Python

@Suite("What takes long costs its steps")
struct CostTests {
    /// The steps that a program takes.
    private func steps(_ source: String, of budget: Int = 100_000_000) throws -> Int {
        var variables: TextTable<Value> = [:]
        var left = ScriptBudget(steps: budget, bytes: 1 << 30, depth: 100)
        var taken = 0
        // One evaluation may use a share of it only; what a program does again and again is measured by one turn.
        try ScriptProgram(parsing: source).run(on: &variables, host: stillHost, spending: &left)
        taken = budget - left.steps
        return taken
    }

    @Test(
        "More of it costs more",
        arguments: [
            "s[len(s) - 1]", "len(s)", "s == s + 'y'", "s < s + 'y'", "s.title()", "s.isalpha()", "s.strip('x')",
            "s.replace('x', 'yz')", "s.splitlines()", "repr(s + '\\n')", "json.dumps(s + '\\n')", "hash(t)", "{t: 1}",
            "random.sample(l, 1)", "json.dumps(f)", "str(f)", "'x'.join(l2)", "s.expandtabs()", "s.swapcase()",
        ])
    func more(expression: String) throws {
        let program = { (count: Int, expression: String) in
            """
            s = 'x' * \(count)
            l = list(range(\(count)))
            l2 = ['x'] * \(count)
            t = tuple(l)
            f = [0.5] * \(count)
            \(expression)
            """
        }
        let (small, large) = (1000, 32_000)
        let costs = try [small, large].map { try steps(program($0, expression)) - steps(program($0, "pass")) }
        // Once the step itself is taken off, thirty times as much costs at least twenty times as much.
        #expect(costs[1] - 3 >= 20 * max(costs[0] - 3, 1), "\(costs)")
    }

    @Test(
        "A tuple of tuples costs what is gone through, which may be more than there is",
        arguments: ["hash(t)", "{t: 1}", "t in {1: 2}", "set([t])", "frozenset([t]) == 1", "{1: 2}.get(t)"])
    func shared(expression: String) {
        let failure = #expect(throws: ScriptFailure.self) {
            try steps("t = (1,)\nfor i in range(60): t = (t, t)\n\(expression)")
        }
        #expect(failure?.exception == "BudgetExceeded")
    }

    @Test("A frozenset of frozensets too")
    func frozen() {
        let failure = #expect(throws: ScriptFailure.self) {
            try steps("t = frozenset([1])\nfor i in range(60): t = frozenset([t, (t,)])\nhash(t)")
        }
        #expect(failure?.exception == "BudgetExceeded")
    }

    @Test("A budget that was exceeded is known of, also where nothing was counted")
    func exceeded() throws {
        for source in ["x = 'y' * 10 ** 9", "while True: pass", "x = [0] * 10 ** 8"] {
            var variables: TextTable<Value> = [:]
            var left = ScriptBudget.standard
            let program = try ScriptProgram(parsing: source)
            #expect(throws: ScriptFailure.self) { try program.run(on: &variables, host: stillHost, spending: &left) }
            #expect(left.wasExceeded)
        }
        var left = ScriptBudget.standard
        var variables: TextTable<Value> = [:]
        try ScriptProgram(parsing: "x = 1").run(on: &variables, host: stillHost, spending: &left)
        #expect(!left.wasExceeded)
    }

    @Test("A key that comes and goes leaves no trail in the table", arguments: [20, 2000])
    func keys(count: Int) {
        var table = Table()
        for key in 0..<count { table.set(.int(key), .int(key)) }
        for turn in 0..<20_000 {
            let key = Object.int(turn % 3 == 0 ? -1 : turn % count)
            if let position = table.find(key) { table.remove(at: position) }
            table.set(key, .int(turn))
            #expect(table.find(key) != nil)
        }
        // Each is there once, but for the one that was added.
        #expect(table.count == count + 1)
        #expect(table.placesInUse <= 4 * (count + 1))
        for key in 0..<count { #expect(table.find(.int(key)) != nil) }
    }

    @Test(
        "Lines end where Python has them end",
        arguments: [
            ("a\r\nb\nc\rd", ["a", "b", "c", "d"]), ("a\n\nb\n", ["a", "", "b"]),
            ("\u{85}é\u{2028}ü\u{2029}x", ["", "é", "ü", "x"]),
            ("a\u{B}b\u{C}c\u{1C}d\u{1D}e\u{1E}f", ["a", "b", "c", "d", "e", "f"]), ("\r\r\n\n", ["", "", ""]),
            ("", []),
            ("\u{C2}\u{E280}", ["\u{C2}\u{E280}"]), ("a\r", ["a"]),
        ])
    func lines(text: String, lines: [String]) {
        #expect(Texts.lines(of: text, keepsEnds: false) == lines)
        #expect(Texts.lines(of: text, keepsEnds: true).joined() == text)
    }

    @Test("Code points are counted and found wherever they begin")
    func scanning() {
        let pieces = ["a", "é", "€", "😀", "z", "ß"]
        for length in 0..<40 {
            let scalars = (0..<length).map { pieces[($0 * $0 + length) % pieces.count] }
            let text = scalars.joined()
            #expect(Texts.length(text) == length)
            #expect(Texts.isASCII(text) == scalars.allSatisfy { $0.utf8.count == 1 })
            for index in 0..<length {
                #expect(String(text.unicodeScalars[Texts.place(index, in: text)]) == scalars[index])
            }
        }
    }
}
