package import Python
import Values

/// An expression of a route: parsed once, evaluated for every message, and where it is as simple as
/// the defaults are, without the interpreter.
package struct RouteExpression: Sendable {
    package let source: String
    private let script: ScriptExpression
    let simple: SimpleExpression?

    package init(parsing source: String) throws(ScriptSyntaxError) {
        self.source = source
        self.script = try ScriptExpression(parsing: source)
        self.simple = SimpleExpression(source)
    }

    /// The variables it reads.
    package var names: TextSet { script.names.union(simple?.names ?? []) }

    /// Whether it gives the same for the same message at any time: it asks neither for the time nor for chance, nor
    /// for what only one delivery of the message has.
    var isRepeatable: Bool { isSteady && !names.contains("redelivered") }

    /// Whether it gives the same for the same variables at any time.
    var isSteady: Bool { script.isSteady }

    /// Whether it is a constant that is true.
    package var isAlwaysTrue: Bool {
        simple?.constant.map(pythonTruth) ?? false
    }

    /// Evaluates it for one stage of a route.
    func value(
        in scope: some ScriptScope, at stage: RouteFailure.Stage, _ host: RouteHost
    ) throws(RouteFailure) -> Value {
        if let value = simple?.value(in: scope) { return value }
        do throws(ScriptFailure) {
            return try script.evaluate(in: scope, host: host.evaluation)
        } catch {
            throw RouteFailure(stage: stage, expression: source, reason: "\(error.exception): \(error.message)")
        }
    }
}
