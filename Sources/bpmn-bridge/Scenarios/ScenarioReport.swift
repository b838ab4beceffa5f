import Values

/// Tells how scenarios went: for people, or a JSON object a line.
struct ScenarioReport {
    let isJSON: Bool
    private(set) var passed = 0
    private(set) var failed = 0

    init(isJSON: Bool) { self.isJSON = isJSON }

    /// Counts the scenario; its line, and what was otherwise in it.
    mutating func lines(of run: ScenarioRun) -> [String] {
        if run.problems.isEmpty { passed += 1 } else { failed += 1 }
        return isJSON ? [JSON.text(of: Self.object(run))] : Self.lines(run)
    }

    var summary: [String] {
        isJSON
            ? [JSON.text(of: ["passed": .int(passed), "failed": .int(failed)])]
            : ["", "\(passed) passed, \(failed) failed"]
    }

    private static func lines(_ run: ScenarioRun) -> [String] {
        if run.problems.isEmpty {
            let steps = "\(run.steps) \(run.steps == 1 ? "step" : "steps")"
            return ["ok   \(run.path) (\(steps)\(run.expectations == 0 ? ", nothing expected" : ""))"]
        }
        return ["FAIL \(run.path)"] + run.problems.flatMap(\.lines).map { "     " + $0 }
    }

    private static func object(_ run: ScenarioRun) -> Value {
        .dict([
            "scenario": .string(run.path), "passed": .bool(run.problems.isEmpty), "steps": .int(run.steps),
            "expectations": .int(run.expectations), "problems": .list(run.problems.map(object)),
        ])
    }

    private static func object(_ problem: ScenarioRunProblem) -> Value {
        var entries: TextTable<Value> = [:]
        entries["step"] = problem.step.map { .int($0) }
        entries["message"] = problem.failure.map { .string($0) }
        entries["key"] = problem.mismatch.map { .string($0.key) }
        entries["expected"] = problem.mismatch?.expected
        entries["got"] = problem.mismatch?.got
        return .dict(entries)
    }
}
