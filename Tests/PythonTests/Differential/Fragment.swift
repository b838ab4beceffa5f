import Messages
import Python
import Values

/// A random piece of Python with what it runs on.
struct Fragment {
    enum Kind: String {
        case expression, program
    }

    let kind: Kind
    let source: String

    /// What every fragment runs on.
    static let variables: TextTable<Value> = [
        "i": 7, "j": -3, "k": 0, "f": 2.5, "g": -0.1, "s": "Hello, World", "t": "  añ 12\tß ", "u": "", "b": true,
        "e": nil, "l": [3, 1, 2, 1], "m": ["b", "a", "C", "aa"], "d": ["x": 1, "y": 2, "z": 3],
        "o": [
            "order_id": "A-17", "total": 99.95, "paid": false,
            "lines": [["sku": "p1", "qty": 2, "price": 9.5], ["sku": "p2", "qty": 1, "price": 80.95]],
        ],
        "n": [["a": 1, "b": [1, 2]], ["a": 2, "b": []], ["a": 3, "b": [5]]],
    ]

    /// The same with handlers that take nothing, so that the first exception is its outcome.
    var unhandled: Fragment {
        Fragment(kind: kind, source: source.replacing(/except\b[^:\n]*:/, with: "except StopIteration:"))
    }

    /// The same with handlers that let an overflow pass: its outcome tells whether there is one anywhere.
    var overflowing: Fragment {
        let raised = source.replacing(/(?m)^([ \t]*)except\b/) { match in
            "\(match.output.1)except OverflowError:\n\(match.output.1)    raise\n\(match.output.0)"
        }
        return Fragment(kind: kind, source: raised)
    }

    /// The outcome in this project's words: canonical JSON, or `!` and the exception's class.
    func outcome() -> String {
        var variables = Self.variables
        do {
            switch kind {
            case .expression:
                return CanonicalText.of(
                    try ScriptExpression(parsing: source).evaluate(in: variables, host: stillHost))
            case .program:
                try ScriptProgram(parsing: source).run(on: &variables, host: stillHost)
                return CanonicalText.of(.dict(variables))
            }
        } catch let failure as ScriptFailure {
            // An outcome is a line.
            let message = failure.message.replacing("\n", with: "\\n").replacing("\r", with: "\\r")
            return "!\(failure.exception)\t\(message)"
        } catch let error as ScriptSyntaxError {
            return "!SyntaxError\t\(error.message)"
        } catch {
            return "!\(error)"
        }
    }
}

/// JSON in which integers and floats differ, floats read back exactly, and text is ASCII.
enum CanonicalText {
    static func of(_ value: Value) -> String {
        switch value {
        case .null: "null"
        case .bool(let flag): flag ? "true" : "false"
        case .int(let number): String(number)
        case .double(let number): number.isNaN ? "fnan" : "f" + String(number.bitPattern, radix: 16)
        case .string(let text): quoted(text)
        case .list(let items): "[" + items.map { of($0) }.joined(separator: ",") + "]"
        case .dict(let entries):
            "{" + entries.map { quoted($0.key) + ":" + of($0.value) }.joined(separator: ",") + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.unicodeScalars.map { String($0.value, radix: 16) }.joined(separator: " ") + "\""
    }
}
