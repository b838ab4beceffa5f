import BPMN
import Events
import OrderedCollections
import Script

/// The correlation rules of a message: how its keys are computed from a payload.
struct CorrelationRules: Sendable {
    private var rules: [CorrelationRule]

    init(_ rules: [CorrelationRule]) { self.rules = rules }

    var isEmpty: Bool { rules.isEmpty }

    /// Adds those of another use of the message that are not there yet.
    mutating func add(_ others: [CorrelationRule]) {
        for other in others
        where !rules.contains(where: {
            $0.property == other.property && $0.keys == other.keys && $0.expression.source == other.expression.source
        }) {
            rules.append(other)
        }
    }

    /// What they find in a payload.
    /// - Parameter lenient: leaves out the keys whose properties the payload does not have.
    func correlations(
        of payload: Value, at element: String?, host: ScriptHost, lenient: Bool = false
    ) throws(EngineFailure) -> Correlations {
        var found: Correlations = [:]
        var incomplete: Set<String> = []
        for rule in rules {
            do throws(EngineFailure) {
                let value = try rule.value(in: payload, at: element, host: host)
                for key in rule.keys { found[key, default: [:]][rule.property] = value }
            } catch {
                guard lenient else { throw error }
                incomplete.formUnion(rule.keys)
            }
        }
        for key in incomplete { found[key] = nil }
        return found
    }
}

extension CorrelationRule {
    /// The property's value in a payload.
    /// - Throws: where the payload does not have it, naming what is missing.
    fileprivate func value(
        in payload: Value, at element: String?, host: ScriptHost
    ) throws(EngineFailure) -> Value {
        guard case .dict(let entries) = payload else {
            throw EngineFailure(
                kind: .correlation, element: element,
                message: "the payload is a \(payload.kindName), so there is no `\(property)` in it")
        }
        do {
            return try expression.evaluate(in: entries, host: host)
        } catch {
            let missing = expression.names.subtracting(ScriptExpression.builtinNames).sorted().first {
                entries[$0] == nil
            }
            let reason =
                missing.map { "no `\($0)` in the payload" }
                ?? "`\(property)` cannot be read from the payload: \(error.exception): \(error.message)"
            throw EngineFailure(kind: .correlation, element: element, message: reason)
        }
    }
}
