import Simulation
import Values

/// One thing that was otherwise: a failure, or a mismatch with its step.
struct ScenarioRunProblem {
    /// For people: with the step.
    let lines: [String]
    /// 0 is the start; nil where nothing was run.
    let step: Int?
    let mismatch: Mismatch?
    let failure: String?

    init(text: String, step: Int? = nil) {
        lines = [step.map { "\(Self.title($0)) failed: " + text } ?? text]
        self.step = step
        failure = text
        mismatch = nil
    }

    private static func title(_ step: Int) -> String { step == 0 ? "start" : "step \(step)" }

    init(_ mismatch: Mismatch) {
        self.mismatch = mismatch
        step = mismatch.step
        failure = nil
        lines = [
            "\(Self.title(mismatch.step)): \(mismatch.key)",
            "  expected: \(JSON.text(of: mismatch.expected, sortedKeys: true))",
            "  got:      \(mismatch.got.map { JSON.text(of: $0, sortedKeys: true) } ?? "nothing")",
        ]
    }
}
