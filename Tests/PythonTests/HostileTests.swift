import Foundation
import Messages
import Python
import Testing
import Values

@Suite("Hostile input")
struct HostileTests {
    @Test(
        "Endless work ends with the budget",
        arguments: [
            "while True: pass", "x = [0] * 10**9", "x = 'a' * 10**12", "list(range(10**9))", "sum(range(10**18))",
            "s = 'x'\nwhile True: s = s + s", "l = []\nwhile True: l.append(l)", "l = [1]\nfor x in l: l.append(x)",
            "x = 'a'.ljust(10**12)", "x = '%1000000000d' % 1", "x = f'{1:>1000000000}'",
            "x = 'ab'.replace('', 'x' * 10**8)",
            "s = 'x' * 1000000\nwhile True: t = s.upper()", "x = [[0] * 1000] * 1000 * 1000",
            "while True: x = str(10**18)",
            "l = list(range(100000))\nwhile True: l.sort()", "x = '{:>999999999}'.format(1)",
            "x = format(1, '02147483647,d')", "x = format(1.5, '02147483647,.1f')",
            "x = ','.join(['a' * 10**6] * 10**3)",
            "x = {i: [0] * 1000 for i in range(10**6)}",
            "while True:\n  try:\n    while True: pass\n  except Exception: pass",
            "json.loads('[' * 100 + '0,' * 10**7 + '0' + ']' * 100)", "x = 'a' * 10**6\nwhile True: x in x",
            "any(i < 0 for i in range(10**18))",
            "def f():\n  while True: pass\nf()", "x = tuple(range(10**7)) * 10**7",
            "x = ''.join(str(i) for i in range(10**9))",
            "s = set(range(50000))\nwhile True: s.copy()", "s = set(range(50000))\nwhile True: s.union()",
            "s = frozenset(range(50000))\nwhile True: hash(s)",
            "s = set(range(50000))\nt = s.copy()\nwhile True: s == t",
            "s = set(range(50000))\nt = s.copy()\nwhile True: s <= t",
            "s = set(range(50000))\nt = s.copy()\nwhile True: s.issubset(t)",
            "t = tuple(range(50000))\nwhile True: -1 in t", "t = tuple(range(50000))\nd = {t: 1}\nwhile True: d[t]",
            "x = 'a' * 10**6\nd = {x: 1}\nwhile True: d[x]", "x = 'a' * 10**6\nd = {x: 1}\nwhile True: x in d",
            "x = 'a' * 10**6\ns = {x}\nwhile True: x in s", "x = 'a' * 10**6\nwhile True: hash(x)",
            "x = 'a' * 10**6\nwhile True: 'b'.count(x)", "x = 'a' * 10**6\nwhile True: 'b'.startswith(x)",
            "x = 'a' * 10**6\nwhile True: 'b'.split(x)", "x = 'a' * 10**6\nwhile True: x in 'b'",
            "s = set(range(20000))\nl = []\nwhile True:\n  c = s.copy()\n  c.add(-1)\n  l.append(c)",
        ])
    func budgets(source: String) {
        let clock = ContinuousClock()
        let spent = clock.measure { #expect(failure(source)?.exception == "BudgetExceeded") }
        // Generous: debug builds on busy machines; a release build needs some hundred milliseconds.
        #expect(spent < .seconds(60))
    }

    @Test(
        "The first of many is taken again and again without passing those that are gone",
        arguments: [
            "s = set(range(40000))\nwhile s: s.pop()", "s = set(range(40000))\nwhile s: s.remove(next(iter(s)))",
            "s = dict.fromkeys(range(40000))\nwhile s: s.pop(next(iter(s)))",
        ])
    func emptied(source: String) throws {
        #expect(try run("\(source)\ns.update({7: 8})\nn = len(s)\nf = next(iter(s))\ns = None")["f"] == 7)
    }

    @Test(
        "What nests too deeply is refused",
        arguments: [
            String(repeating: "(", count: 1000) + "1" + String(repeating: ")", count: 1000),
            String(repeating: "[", count: 1000) + String(repeating: "]", count: 1000),
            String(repeating: "not ", count: 1000) + "1", String(repeating: "-", count: 1000) + "1",
            "x" + String(repeating: ".a", count: 1000), "x" + String(repeating: "[0]", count: 1000),
            String(repeating: "lambda: ", count: 1000) + "1", String(repeating: "1 if 1 else ", count: 1000) + "1",
            "1" + String(repeating: " ** 1", count: 1000),
            String(repeating: "f(", count: 1000) + String(repeating: ")", count: 1000),
            String(repeating: "{1: ", count: 1000) + "1" + String(repeating: "}", count: 1000),
            (0..<60).map { String(repeating: " ", count: $0) + "if 1:" }.joined(separator: "\n") + "\n"
                + String(repeating: " ", count: 60) + "x = 1",
            "x = " + String(repeating: "f'{", count: 50) + "1" + String(repeating: "}'", count: 50),
            "[1 " + String(repeating: "for x in y ", count: 1000) + "]",
        ])
    func nesting(source: String) {
        #expect(syntaxError(source) != nil)
    }

    @Test("Long but flat fragments are fine")
    func flat() throws {
        #expect(try evaluate("1" + String(repeating: " + 1", count: 5000)) == 5001)
        #expect(try evaluate("0" + String(repeating: " or 0", count: 5000)) == 0)
        #expect(try evaluate("[" + String(repeating: "1, ", count: 5000) + "]").asList?.count == 5000)
        #expect(try evaluate("0" + String(repeating: " < 1 > 0", count: 2000)) == true)
        let branches = (0..<2000).map { "elif x == \($0): y = \($0)" }.joined(separator: "\n")
        #expect(try run("x = 1999\nif x < 0: pass\n" + branches)["y"] == 1999)
    }

    @Test(
        "Recursion and deep data end in RecursionError, on a small stack too",
        arguments: [
            "def f(n): return f(n + 1)\nf(0)", "f = lambda n: [g(n) for _ in [1]]\ng = lambda n: f(n)\nf(1)",
            "a = []\nwhile True: a = [a]", "a = {}\nwhile True: a = {'a': a}", "x = 1\nwhile True: x = (x, x)",
            "def f(n): return sorted([1, 2], key=lambda k: f(n))\nf(0)", "m = [1]\nwhile True: m = map(str, m)",
            "a = []\na.append(a)\nb = []\nb.append(b)\na == b", "x = json.loads('[' * 500 + ']' * 500)",
            "a = []\na.append(a)", "g = (x for x in [1])\nwhile True: g = (x for x in g)",
            "f = lambda: 1\nwhile True: f = (lambda g: lambda: g())(f)\nf()",
        ])
    func recursion(source: String) async {
        let outcome = await onSmallStack { failure(source) }
        #expect(["RecursionError", "BudgetExceeded", "TypeError"].contains(outcome?.exception ?? ""))
    }

    @Test("Long chains of objects are let go of without a deep recursion")
    func chains() async {
        let source = """
            root = []
            current = root
            for i in range(50000):
                following = []
                current.append(following)
                current = following
            root = current = following = None
            d = {}
            e = d
            for i in range(50000):
                e['n'] = {}
                e = e['n']
            d = e = None
            """
        let outcome = await onSmallStack { failure(source) }
        #expect(outcome == nil)
    }

    /// Runs `body` on a thread of 512 KiB.
    private func onSmallStack<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            let thread = Thread { continuation.resume(returning: body()) }
            thread.stackSize = 512 << 10
            thread.start()
        }
    }
}
