import EnginePort
import Messages
import Models
import Python
import Values

/// The correlation rules of a message: how its keys are computed from a payload.
struct CorrelationRules: Sendable {
    private var rules: [CorrelationRule]
    /// For each rule the variable it is, where it is no more than that: most are.
    private var variables: [String?]
    /// The names of the keys, and for each its properties: what is found always has this form.
    private var keys: [ExactText] = []
    private var properties: [Properties] = []

    /// Those of one key, and for each the rule that finds it.
    private struct Properties {
        var names: [ExactText] = []
        var rules: [Int] = []
    }

    init(_ rules: [CorrelationRule]) {
        self.rules = rules
        self.variables = rules.map(\.variable)
        for position in rules.indices { arrange(position) }
    }

    var isEmpty: Bool { rules.isEmpty }

    /// Adds those of another use of the message that are not there yet.
    mutating func add(_ others: [CorrelationRule]) {
        for other in others
        where !rules.contains(where: {
            $0.property == other.property && $0.keys == other.keys && $0.expression.source == other.expression.source
        }) {
            rules.append(other)
            variables.append(other.variable)
            arrange(rules.count - 1)
        }
    }

    /// Gives the rule its place in what is found; of two for one property the later one counts.
    private mutating func arrange(_ rule: Int) {
        let property = ExactText(rules[rule].property)
        for key in rules[rule].keys.map({ ExactText($0) }) {
            let position = keys.firstIndex(of: key) ?? keys.count
            if position == keys.count {
                keys.append(key)
                properties.append(Properties())
            }
            if let known = properties[position].names.firstIndex(of: property) {
                properties[position].rules[known] = rule
            } else {
                properties[position].names.append(property)
                properties[position].rules.append(rule)
            }
        }
    }

    /// Whether `known` is exactly what they find in a payload: its sender computed it by the same rules.
    func give(_ known: Correlations, of payload: Value, host: ScriptHost) -> Bool {
        var properties = 0
        for position in rules.indices {
            guard case .dict(let entries) = payload, let variable = variables[position], let value = entries[variable]
            else { return false }
            for key in rules[position].keys {
                guard known[key]?[rules[position].property] == value else { return false }
                properties += 1
            }
        }
        return known.values.reduce(0) { $0 + $1.count } == properties
    }

    /// What they find in a payload.
    /// - Parameter lenient: leaves out the keys whose properties the payload does not have.
    func correlations(
        of payload: Value, at element: String?, host: ScriptHost, spending budget: inout ScriptBudget,
        lenient: Bool = false
    ) throws(EngineFailure) -> Correlations {
        var values: [Value] = []
        values.reserveCapacity(rules.count)
        var incomplete: TextSet = []
        for position in rules.indices {
            do throws(EngineFailure) {
                values.append(try value(position, in: payload, at: element, host: host, spending: &budget))
            } catch {
                guard lenient else { throw error }
                values.append(.null)
                incomplete.formUnion(rules[position].keys)
            }
        }
        var found = arranged(values)
        for key in incomplete { found[key] = nil }
        return found
    }

    /// The values that the rules have found, one for each rule.
    private func arranged(_ values: [Value]) -> Correlations {
        // Nothing is copied: names are shared with all that was ever found.
        Correlations(
            uncheckedUniqueKeys: keys,
            values: properties.map { properties in
                TextTable(
                    uncheckedUniqueKeys: properties.names,
                    values: properties.rules.count == values.count ? values : properties.rules.map { values[$0] })
            })
    }

    /// A property's value in a payload.
    /// - Throws: where the payload does not have it, naming what is missing.
    private func value(
        _ position: Int, in payload: Value, at element: String?, host: ScriptHost, spending budget: inout ScriptBudget
    ) throws(EngineFailure) -> Value {
        guard case .dict(let entries) = payload else {
            let message =
                "the payload is \(payload.kindWithArticle), so there is no `\(rules[position].property)` in it"
            throw EngineFailure(kind: .correlation, element: element, message: message)
        }
        if let variable = variables[position], let value = entries[variable] { return value }
        do {
            return try rules[position].expression.evaluate(in: entries, host: host, spending: &budget)
        } catch {
            let message = rules[position].explanation(of: error, in: entries)
            throw EngineFailure(kind: .correlation, element: element, message: message)
        }
    }
}

extension CorrelationRule {
    fileprivate var variable: String? { expression.names == [expression.source] ? expression.source : nil }

    /// Why the expression has no value in this payload, in the sender's words.
    fileprivate func explanation(of failure: ScriptFailure, in payload: TaskData) -> String {
        let missing = expression.names.subtracting(ScriptExpression.builtinNames).sorted().first { payload[$0] == nil }
        return missing.map { "no `\($0)` in the payload" }
            ?? "`\(property)` cannot be read from the payload: \(failure.exception): \(failure.message)"
    }
}
