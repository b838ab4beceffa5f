import Events
import Script

/// An expression of the few forms that routes are mostly made of: constants, variables, `headers.get("x")`,
/// `a or b` and `a + b` of these. It means exactly what the interpreter would make of it.
indirect enum SimpleExpression: Sendable, Hashable {
    case constant(Value)
    case variable(String)
    case header(String)
    case firstTrue([SimpleExpression])
    /// Of strings only; anything else is left to the interpreter.
    case joined([SimpleExpression])

    /// `nil` if the source is anything else.
    init?(_ source: String) {
        var reader = SimpleExpressionReader(source)
        guard let expression = reader.read() else { return nil }
        self = expression
    }

    /// The value; `nil` where the interpreter has to say, mostly what is wrong.
    func value(in scope: some ScriptScope) -> Value? {
        switch self {
        case .constant(let value): return value
        case .variable(let name): return scope.value(of: name)
        case .header(let name):
            guard case .dict(let headers)? = scope.value(of: "headers") else { return nil }
            return headers[name] ?? .null
        case .firstTrue(let choices):
            var last: Value?
            for choice in choices {
                last = choice.value(in: scope)
                guard let last else { return nil }
                if pythonTruth(last) { return last }
            }
            return last
        case .joined(let parts):
            var text = ""
            for part in parts {
                guard case .string(let piece)? = part.value(in: scope) else { return nil }
                text += piece
            }
            return .string(text)
        }
    }

    var names: Set<String> {
        switch self {
        case .constant: []
        case .variable(let name): [name]
        case .header: ["headers"]
        case .firstTrue(let parts), .joined(let parts): parts.reduce(into: []) { $0.formUnion($1.names) }
        }
    }
}
