import EnginePort
import Messages
import Models
import Simulation
import Values

/// One scenario that was run: what was otherwise than it should.
struct ScenarioRun {
    let path: String
    private(set) var problems: [ScenarioRunProblem] = []
    /// The scenario or its models were wrong: nothing was run.
    private(set) var isWrong = false
    /// The steps there are, and how many of them, and the start, say what they should show.
    private(set) var steps = 0
    private(set) var expectations = 0

    /// - Parameter tell: is told each line of the trace as it comes.
    init(of path: String, _ tell: (String) -> Void) {
        self.path = path
        do {
            var simulation = try simulation()
            do throws(EngineFailure) {
                try simulation.run(tell)
            } catch {
                problems.append(ScenarioRunProblem(text: "\(error)", step: simulation.step))
            }
            problems.insert(contentsOf: simulation.mismatches.map(ScenarioRunProblem.init), at: 0)
        } catch let wrong as ModelProblems {
            isWrong = true
            problems = wrong.problems.map { ScenarioRunProblem(text: $0.description) }
        } catch {
            isWrong = true
            problems = [ScenarioRunProblem(text: "\(path): \(error)")]
        }
    }

    private mutating func simulation() throws -> Simulation {
        let (value, folder) = try ScenarioFile.read(path)
        let scenario = try Scenario(from: value)
        steps = scenario.steps.count
        expectations = scenario.expectations.count
        let sources = try (scenario.models + scenario.decisions).map { model in
            ModelSource(file: model, bytes: try File.bytes(File.path(model, in: folder)))
        }
        return try Simulation(scenario, sources: sources)
    }
}
