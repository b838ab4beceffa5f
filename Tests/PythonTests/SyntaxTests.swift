import Messages
import Python
import Testing
import Values

@Suite("Syntax")
struct SyntaxTests {
    @Test(
        "What is outside the subset is named",
        arguments: [
            ("class A: pass", 1, 1, "`class` is not supported"),
            ("x = 1\nwith a: pass", 2, 1, "`with` is not supported"),
            ("def f():\n    yield 1", 2, 5, "`yield` is not supported"), ("x = b'a'", 1, 5, "bytes are not supported"),
            ("x = 3j", 1, 5, "complex numbers are not supported"),
            ("@d\ndef f(): pass", 1, 1, "decorators are not supported"),
            ("x = 9223372036854775808", 1, 5, "integer outside 64 bits"), ("await x", 1, 1, "`await` is not supported"),
        ])
    func unsupported(source: String, line: Int, column: Int, message: String) {
        #expect(syntaxError(source) == ScriptSyntaxError(line: line, column: column, message: message))
    }

    @Test(
        "What is wrong is found where it stands",
        arguments: [
            ("x = (1,\n", 1, 5, "`(` is never closed"), ("if x\n  y = 1", 1, 5, "expected `:`, found end of line"),
            ("x = 'añ' 5", 1, 10, "unexpected number"), ("a = 1\n  b = 2", 2, 3, "unexpected indentation"),
            ("f(x=1, x=2)", 1, 10, "the argument `x` is given twice"),
            ("def f(a, *, **b): pass", 1, 16, "a name must follow the bare `*`"),
            ("def f(a, *,): pass", 1, 12, "a name must follow the bare `*`"),
            ("def f():\n  global a\n  a: int = 1", 3, 3, "`a` is declared global or nonlocal, and annotated"),
            ("def f():\n  a: int\n  global a", 3, 3, "`a` is used before it is declared global"),
            ("return 1", 1, 1, "`return` outside a function"),
            ("break", 1, 1, "`break` outside a loop"), ("1 = x", 1, 1, "cannot assign to a constant"),
            ("x = 'abc", 1, 5, "text without its closing quote"),
            ("x = f'{a\n", 1, 7, "a field of the f-string lacks its `}`"),
        ])
    func wrong(source: String, line: Int, column: Int, message: String) {
        #expect(syntaxError(source) == ScriptSyntaxError(line: line, column: column, message: message))
    }

    @Test("An indented script and an expression among blanks are read")
    func indentation() throws {
        #expect(try run("\n    x = 1\n    if x:\n        y = 2\n    # end\n") == ["x": 1, "y": 2])
        #expect(try evaluate("\n  1 + 1\n ") == 2)
        #expect(try evaluate("  'a'\t") == "a")
        #expect(try run("") == [:])
        #expect(syntaxError("x = 1 if") != nil)
    }

    @Test("The free names of an expression are known")
    func names() throws {
        let names = try ScriptExpression(parsing: "a + len([b for b in c if b > d]) + (lambda e: e + f)(1)").names
        #expect(names == ["a", "len", "c", "d", "f"])
        #expect(ScriptExpression.builtinNames.contains("len"))
    }

    @Test("A name nobody defines is a NameError, even where Python would give a function")
    func nobody() {
        #expect(throws: ScriptFailure(exception: "NameError", message: "name 'id_' is not defined", line: 1)) {
            try evaluate("id_")
        }
        #expect(throws: ScriptFailure(exception: "NameError", message: "name 'type' is not defined", line: 1)) {
            try evaluate("type")
        }
    }
}
