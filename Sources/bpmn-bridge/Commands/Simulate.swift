import ArgumentParser
import BPMN
import Engine
import Events

/// `bpmn-bridge simulate`: a model without a broker.
struct Simulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run a scenario on a model, without a broker, and print its trace.",
        discussion: """
            A scenario is a JSON or YAML file:

              models: [order.bpmn]        # relative to the scenario
              process: order              # the id of the process
              dialect: spiff              # or bpmn: whose payload rules apply
              data: {}                    # initial task data
              reopen: false               # true: serialise and restore the instance after every step
              steps:
                - { event: message, name: order_placed, payload: { order_id: 7 } }
                - { complete: approve, data: { ok: true } }    # a user, manual or plain task
                - { advance: 3600 }                            # seconds

            The trace has a JSON object a line: the state after the start, then after each step, with what was \
            emitted and what the instance waits for. Exit code 1 where a step failed in the model.
            """)

    @Argument(help: "The scenario's file; - reads JSON or YAML from standard input.")
    var scenario: String

    func run() throws {
        var simulation: Simulation
        do {
            let (value, folder) = try ScenarioFile.read(scenario)
            let scenario = try Scenario(from: value)
            let sources = try (scenario.models + scenario.decisions).map { model in
                ModelSource(file: model, bytes: try File.bytes(File.path(model, in: folder)))
            }
            simulation = try Simulation(scenario, sources: sources)
        } catch let problems as ModelProblems {
            throw failure("\(problems)", .configuration)
        } catch {
            throw failure("\(scenario): \(error)", .configuration)
        }
        do throws(EngineFailure) {
            try simulation.run { print($0) }
        } catch {
            throw failure("\(error)")
        }
    }
}
