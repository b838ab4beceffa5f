import Messages
import Models
import Python
import Values

/// One look into a decision table, with the data of a task. Its cells spend the budget of the input they run in.
struct DecisionRun {
    let data: TaskData
    let host: ScriptHost
    /// How many cells were looked at.
    private(set) var cells = 0
    /// What is left of the engine's own work, where the step is run.
    private(set) var effort: Int
    private(set) var budget: ScriptBudget

    init(data: TaskData, turn: Turn) {
        self.data = data
        self.host = turn.host
        self.budget = turn.scripts
        self.effort = turn.effort
    }

    /// A cell whose Python failed.
    struct Failure: Error {
        var cell: String?
        var failure: ScriptFailure
    }

    /// What the table gives: nothing where no row matches.
    mutating func result(of decision: DecisionTable) throws(Failure) -> TaskData {
        var matching: [DecisionRule] = []
        for rule in decision.rules {
            guard try matches(rule) else { continue }
            matching.append(rule)
            if decision.hitPolicy == .unique { break }
        }
        guard decision.hitPolicy == .collect else {
            guard let first = matching.first else { return [:] }
            return try result(of: first)
        }
        var lists: TextTable<[Value]> = [:]
        for rule in matching {
            for (name, value) in try result(of: rule) { lists[name, default: []].append(value) }
        }
        return lists.mapValues { .list($0) }
    }

    private mutating func matches(_ rule: DecisionRule) throws(Failure) -> Bool {
        effort -= Effort.cell
        guard effort >= 0 else {
            let failure = ScriptFailure(exception: "BudgetExceeded", message: "too many rows", line: 1)
            throw Failure(cell: nil, failure: failure)
        }
        for condition in rule.conditions where try !holds(condition) { return false }
        return true
    }

    private mutating func holds(_ condition: DecisionCondition) throws(Failure) -> Bool {
        cells += 1
        effort -= Effort.cell
        guard let label = condition.label else {
            return pythonTruth(try evaluate(condition.test, in: data, condition.title))
        }
        guard let input = data[label] else {
            let failure = ScriptFailure(exception: "KeyError", message: "there is no `\(label)`", line: 1)
            throw Failure(cell: condition.title, failure: failure)
        }
        let scope = DataWithInput(data: data, input: input)
        return pythonTruth(try evaluate(condition.test, in: scope, condition.title))
    }

    /// The outputs of a row. Those with dots in their names are objects, merged with those before them.
    private mutating func result(of rule: DecisionRule) throws(Failure) -> TaskData {
        var outputs: TaskData = [:]
        for result in rule.results {
            cells += 1
            effort -= Effort.cell
            var value = Value.string("")
            if let expression = result.value { value = try evaluate(expression, in: data, result.title) }
            guard let name = result.path.first else { continue }
            guard result.path.count > 1 else {
                outputs[name] = value
                continue
            }
            for part in result.path.dropFirst(2).reversed() { value = .dict([part: value]) }
            try merge([result.path[1]: value], into: &outputs, as: name, result.title)
        }
        return outputs
    }

    private func merge(
        _ inner: TaskData, into outputs: inout TaskData, as name: String, _ title: String
    ) throws(Failure) {
        guard case .dict(var entries) = outputs[name] ?? .dict([:]) else {
            let message = "`\(name)` is a \(outputs[name]?.kindName ?? "value") and an object at once"
            throw Failure(cell: title, failure: ScriptFailure(exception: "TypeError", message: message, line: 1))
        }
        do {
            try entries.merge(inner)
        } catch {
            let failure = ScriptFailure(exception: "TypeError", message: error.message, line: 1)
            throw Failure(cell: title, failure: failure)
        }
        outputs[name] = .dict(entries)
    }

    private mutating func evaluate(
        _ expression: ScriptExpression, in scope: some ScriptScope, _ cell: String
    ) throws(Failure) -> Value {
        do {
            return try expression.evaluate(in: scope, host: host, spending: &budget)
        } catch {
            throw Failure(cell: cell, failure: error)
        }
    }
}

/// A task's data, and behind it the input of a column.
private struct DataWithInput: ScriptScope {
    let data: TaskData
    let input: Value

    func value(of name: String) -> Value? {
        // A bare nil would become Value's null here.
        data[name] ?? (name == DecisionCondition.variable ? input : Value?.none)
    }
}
