import Messages
import Python
import Values

/// An expression of the few forms that routes are mostly made of: constants, variables, `headers.get("x")`,
/// and `a or b` or `a + b` of these. It means exactly what the interpreter would make of it.
struct SimpleExpression: Sendable, Hashable {
    enum Term: Sendable, Hashable {
        case constant(Value)
        case variable(String)
        case header(String)
    }

    enum Operation: Sendable, Hashable {
        /// Python's `or`: the first that is true, else the last. Also for one term alone.
        case firstTrue
        /// Of strings only; anything else is left to the interpreter.
        case joined
    }

    let terms: [Term]
    let operation: Operation

    /// `nil` if the source is anything else.
    init?(_ source: String) {
        var reader = SimpleExpressionReader(source)
        guard let (terms, operation) = reader.read() else { return nil }
        self.terms = terms
        self.operation = operation
    }

    /// The value; `nil` where the interpreter has to say, mostly what is wrong.
    func value(in scope: some ScriptScope) -> Value? {
        operation == .joined ? joined(in: scope) : firstTrue(in: scope)
    }

    private func firstTrue(in scope: some ScriptScope) -> Value? {
        var last: Value?
        for index in terms.indices {
            last = Self.value(of: terms[index], in: scope)
            guard index + 1 < terms.count else { break }
            guard let last else { return nil }
            if pythonTruth(last) { break }
        }
        return last
    }

    private func joined(in scope: some ScriptScope) -> Value? {
        var text = ""
        for term in terms {
            guard case .string(let piece)? = Self.value(of: term, in: scope) else { return nil }
            text += piece
        }
        return .string(text)
    }

    private static func value(of term: Term, in scope: some ScriptScope) -> Value? {
        switch term {
        case .constant(let value): return value
        case .variable(let name):
            // Whatever reads of it, the interpreter knows what must not be read.
            if !scope.unreadableEntries(of: name).isEmpty { return nil }
            return scope.value(of: name)
        case .header(let name):
            guard case .dict(let headers)? = scope.value(of: "headers") else { return nil }
            guard let value = headers[name] else { return .null }
            if scope.unreadableEntries(of: "headers")[name] != nil { return nil }
            return value
        }
    }

    var names: TextSet {
        TextSet(
            terms.compactMap { term in
                switch term {
                case .constant: nil
                case .variable(let name): name
                case .header: "headers"
                }
            })
    }

    /// Whether it may see a header that the broker itself writes.
    var readsHeaderOfBroker: Bool {
        terms.contains { term in
            switch term {
            case .constant: false
            case .variable(let name): name == "headers"
            case .header(let name): InboundHeaders.isOfBroker(name)
            }
        }
    }

    /// Its value where that is always the same.
    var constant: Value? {
        if terms.count == 1, case .constant(let value) = terms[0] { value } else { nil }
    }
}
