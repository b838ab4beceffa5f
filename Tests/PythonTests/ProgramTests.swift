import Messages
import Python
import Testing
import Values

@Suite("Programs")
struct ProgramTests {
    @Test("Lists and dictionaries are references while a program runs")
    func references() throws {
        #expect(try run("a = b = []\na.append(1)")["b"] == [1])
        let after = try run(
            "for item in items:\n  item['t'] = item['n'] * 2", ["items": [["n": 1], ["n": 2]], "other": [1]])
        #expect(after["items"] == [["n": 1, "t": 2], ["n": 2, "t": 4]])
        #expect(after["other"] == [1])
        let nested = try run(
            "lines = order['lines']\nlines[0]['qty'] = 5\ndel lines[1]",
            [
                "order": ["lines": [["qty": 1], ["qty": 2]]]
            ])
        #expect(nested["order"] == ["lines": [["qty": 5]]])
    }

    @Test("A name that is written out can be looked for in locals(), globals(), vars() and dir()")
    func namespaces() throws {
        for space in ["locals()", "globals()", "vars()", "dir()"] {
            #expect(try evaluate("'x' in \(space)", ["x": .null]) == true)
            #expect(try evaluate("'x' not in \(space) or 'len' in \(space)", ["y": 1]) == true)
        }
        #expect(try evaluate("[locals().get('x'), globals().get('y', 3), vars()['z']]", ["z": 1]) == [.null, 3, 1])
        #expect(try run("globals()['a'] = 1\nlocals()['a'] += 1\ndel vars()['b']", ["b": 1]) == ["a": 2])
        #expect(try run("x = 1\ndef f(): return 'x' in globals()\ny = f()\ndel x\nz = f()") == ["y": true, "z": false])
        #expect(try run("globals()['l'].append(1)\nm = l", ["l": []]) == ["l": [1], "m": [1]])
        #expect(failure("locals()['x']")?.exception == "KeyError")
        #expect(try run("def locals(): return 5\nx = locals()") == ["x": 5])
        for refused in ["x = locals()", "locals().update(a=1)", "def f(): return 'x' in locals()", "x = dir()['a']"] {
            #expect(syntaxError(refused)?.message.contains("supported") == true, "\(refused)")
        }
    }

    @Test("A failure leaves the variables as they were")
    func atomicity() throws {
        var variables: TextTable<Value> = ["a": [1]]
        let program = try ScriptProgram(parsing: "a.append(2)\nb = 1\nc = 1 / 0")
        #expect(throws: ScriptFailure(exception: "ZeroDivisionError", message: "division by zero", line: 3)) {
            try program.run(on: &variables, host: stillHost)
        }
        #expect(variables == ["a": [1]])
    }

    @Test("Augmented assignment, unpacking, deletion")
    func assignments() throws {
        #expect(try run("x += 1", ["x": 1])["x"] == 2)
        #expect(try run("a, (b, *c) = 1, (2, 3, 4)") == ["a": 1, "b": 2, "c": [3, 4]])
        #expect(try run("del x['a']\ndel y", ["x": ["a": 1, "b": 2], "y": 1]) == ["x": ["b": 2]])
        #expect(try run("x.y = 2\nz = x.y + 1", ["x": [:]]) == ["x": ["y": 2], "z": 3])
        #expect(try run("s = ''\nfor i in range(3):\n  s += str(i)")["s"] == "012")
    }

    @Test("Functions are dropped, sets and tuples become lists")
    func results() throws {
        let after = try run("def f(x): return x + 1\na = f(1)\nb = (1, 2)\nc = {3}\nd = {1: None, True: 2, None: 3}")
        #expect(after == ["a": 2, "b": [1, 2], "c": [3], "d": ["1": 2, "null": 3]])
    }

    @Test("An exception is caught by its class")
    func exceptions() throws {
        let source = """
            try:
                x = {}['k']
            except (ValueError, KeyError) as e:
                x = str(e)
            else:
                x = 'no'
            finally:
                y = 1
            """
        #expect(try run(source) == ["x": "'k'", "y": 1])
        #expect(failure("raise ValueError('bad')") == ScriptFailure(exception: "ValueError", message: "bad", line: 1))
    }
}
