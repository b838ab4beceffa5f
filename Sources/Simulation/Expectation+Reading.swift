import Messages
import Values

extension Expectation {
    /// What the items of the lists of a trace line have.
    private static let items = [
        "emitted": ["event", "name", "code", "payload", "correlations"],
        "waiting": ["event", "name", "element"], "ready": ["element", "data"],
    ]

    /// Reads the `expect` of a step, strictly: what is misspelt would never be true, or never be looked at.
    init(from value: Value, at path: String) throws(ScenarioProblem) {
        let fields = try ScenarioFields(
            value, at: path, known: ["accepted", "emitted", "waiting", "ready", "completed", "data", "error"])
        if value["accepted"] != .null { _ = try fields.optional("accepted", ScenarioFields.flag) }
        _ = try fields.optional("completed", ScenarioFields.flag)
        _ = try fields.optional("data", ScenarioFields.object)
        for (name, known) in Self.items {
            _ = try fields.optional(name) { value, path throws(ScenarioProblem) in
                for (number, item) in try ScenarioFields.list(value, at: path).enumerated() {
                    _ = try ScenarioFields(item, at: "\(path)[\(number)]", known: known)
                }
            }
        }
        self.init(value, isError: try fields.optional("error", ScenarioFields.flag) ?? false)
    }
}

extension Scenario {
    /// The expectations of the start and of the steps, by their number.
    static func expectations(of value: Value) throws(ScenarioProblem) -> [Int: Expectation] {
        var steps: [Value] = []
        if case .list(let items)? = value["steps"] { steps = items }
        var found: [Int: Expectation] = [:]
        for (number, holder) in ([value] + steps).enumerated() {
            guard let wanted = holder["expect"] else { continue }
            let path = number == 0 ? "expect" : "steps[\(number - 1)].expect"
            let expectation = try Expectation(from: wanted, at: path)
            if expectation.isError, number < steps.count {
                throw ScenarioProblem(path: "\(path).error", message: "the run ends there, so no step can follow")
            }
            found[number] = expectation
        }
        return found
    }
}
