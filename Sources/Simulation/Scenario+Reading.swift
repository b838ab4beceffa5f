import Messages
import Models
package import Values

extension Scenario {
    /// Reads a scenario from its parsed JSON or YAML, strictly.
    package init(from value: Value) throws(ScenarioProblem) {
        let fields = try ScenarioFields(
            value, at: "",
            known: ["models", "decisions", "process", "dialect", "data", "services", "reopen", "expect", "steps"])
        models = try fields.texts("models")
        if models.isEmpty { throw fields.problem("models", "names no file") }
        decisions = try fields.optional("decisions", ScenarioFields.texts) ?? []
        process = try fields.required("process", ScenarioFields.text)
        dialect = try fields.optional("dialect", Self.dialect) ?? .spiff
        data = try fields.optional("data", ScenarioFields.object) ?? .emptyDict
        services = try fields.optional("services", Self.services) ?? [:]
        reopen = try fields.optional("reopen", ScenarioFields.flag) ?? false
        steps = try fields.optional("steps", Self.steps) ?? []
        expectations = try Self.expectations(of: value)
    }

    private static func dialect(_ value: Value, at path: String) throws(ScenarioProblem) -> Dialect {
        let text = try ScenarioFields.text(value, at: path)
        guard let dialect = Dialect(rawValue: text) else {
            throw ScenarioProblem(path: path, message: "`\(text)` is neither `spiff` nor `bpmn`")
        }
        return dialect
    }

    private static func services(_ value: Value, at path: String) throws(ScenarioProblem) -> TextMap<Value> {
        guard case .dict(let entries) = try ScenarioFields.object(value, at: path) else { return [:] }
        return TextMap(entries.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    }

    private static func steps(_ value: Value, at path: String) throws(ScenarioProblem) -> [Step] {
        var steps: [Step] = []
        for (number, item) in try ScenarioFields.list(value, at: path).enumerated() {
            steps.append(try Step(from: item, at: "\(path)[\(number)]"))
        }
        return steps
    }
}

extension Scenario.Step {
    fileprivate init(from value: Value, at path: String) throws(ScenarioProblem) {
        let all = [
            "event", "name", "code", "payload", "correlations", "complete", "data", "advance", "reset", "expect",
        ]
        let fields = try ScenarioFields(value, at: path, known: all)
        let kinds = ["event", "complete", "advance", "reset"].filter { value[$0] != nil }
        guard kinds.count == 1, let kind = kinds.first else {
            throw ScenarioProblem(path: path, message: "a step has one of `event`, `complete`, `advance` and `reset`")
        }
        switch kind {
        case "event": self = try Self.event(value, at: path)
        case "complete":
            try fields.allowOnly(["complete", "data", "expect"])
            self = .complete(
                element: try fields.required("complete", ScenarioFields.text),
                data: try fields.optional("data", ScenarioFields.object) ?? .emptyDict)
        case "reset":
            try fields.allowOnly(["reset", "data", "expect"])
            self = .reset(
                element: try fields.required("reset", ScenarioFields.text),
                data: try fields.optional("data", ScenarioFields.object))
        default:
            try fields.allowOnly(["advance", "expect"])
            self = .advance(try fields.required("advance", ScenarioFields.seconds))
        }
    }

    private static func event(_ value: Value, at path: String) throws(ScenarioProblem) -> Self {
        let fields = try ScenarioFields(
            value, at: path, known: ["event", "name", "code", "payload", "correlations", "expect"])
        let text = try fields.required("event", ScenarioFields.text)
        // A task is answered with `complete`, or by `services`.
        let known = EventKind.allCases.filter { $0 != .task }
        guard let kind = known.first(where: { $0.rawValue == text }) else {
            let kinds = known.map { "`\($0.rawValue)`" }.joined(separator: ", ")
            throw fields.problem("event", "`\(text)` is none of \(kinds)")
        }
        let correlations = try fields.optional("correlations", Self.correlations)
        let event = Event(
            kind: kind, name: try fields.optional("name", ScenarioFields.text) ?? "",
            code: try fields.optional("code", ScenarioFields.text), payload: value["payload"] ?? .null,
            correlations: correlations ?? [:])
        return .event(event, computesCorrelations: kind == .message && correlations == nil)
    }

    private static func correlations(_ value: Value, at path: String) throws(ScenarioProblem) -> Correlations {
        var correlations: Correlations = [:]
        for (key, properties) in try ScenarioFields.object(value, at: path).asDict ?? [:] {
            correlations[key] = try ScenarioFields.object(properties, at: "\(path).\(key)").asDict ?? [:]
        }
        return correlations
    }
}
