import ArgumentParser
import Messages
import Values

/// `bpmn-bridge simulate`: models without a broker, and tests of them.
struct Simulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run a scenario on a model, without a broker, and print its trace; or check a folder of them.",
        usage: """
            bpmn-bridge simulate SCENARIO
            bpmn-bridge simulate --check DIR [--json] [--junit FILE]
            """,
        discussion: """
            A scenario is a JSON or YAML file:

              models: [order.bpmn, rules.dmn]   # relative to the scenario
              process: order               # the id of the process
              dialect: spiff               # or bpmn: whose payload rules apply
              data: {}                     # initial task data
              services: { http/Get: {} }   # what each operator answers
              reopen: false                # true: store and restore every step
              expect: { waiting: [ { name: order_placed } ] }     # of the start
              steps:
                - { event: message, name: order_placed, payload: { id: 7 } }
                - { complete: approve, data: { ok: true } }       # a person's task
                - { advance: 3600 }                               # seconds
                - { reset: approve }                              # set back to it
                - event: message
                  name: paid
                  expect: { completed: true, data: { total: 9.5 } }

            The trace has a JSON object a line: the state after the start, then after each step, with what was \
            emitted and what the instance waits for.

            What is expected of a step is some of the keys of its line: accepted, emitted, waiting, ready, completed, \
            data, error. An object may have more than is expected; a list has as many items, those of waiting and ready \
            in any order. `error: true` is for a last step that must fail. What is otherwise is told on standard error.

            --check runs every scenario below a folder (*.json, *.yaml, *.yml; other files are passed over) and tells \
            which hold. A scenario without expectations holds if no step fails.

            Exit code 0: as expected; 1: not, or a step failed in the model; 64: no scenario in the folder; 78: a \
            scenario or a model is wrong.
            """)

    @Argument(help: "The scenario's file; - reads JSON or YAML from standard input.")
    var scenario: String?

    @Option(help: ArgumentHelp("Run all scenarios below a folder.", valueName: "dir"))
    var check: String?

    @Flag(help: "With --check: print a JSON object a line.")
    var json = false

    @Option(help: ArgumentHelp("With --check: also write the result as JUnit XML.", valueName: "file"))
    var junit: String?

    func validate() throws {
        if (scenario == nil) == (check == nil) {
            throw ValidationError("Name a scenario, or a folder of them with --check.")
        }
        if json, check == nil { throw ValidationError("--json belongs to --check; a trace is JSON already.") }
        if junit != nil, check == nil { throw ValidationError("--junit belongs to --check.") }
    }

    func run() throws {
        if let check { try run(folder: check) }
        if let scenario { try run(scenario: scenario) }
    }

    private func run(scenario: String) throws {
        let result = ScenarioRun(of: scenario) { Terminal.say(json: $0) }
        if result.problems.isEmpty { return }
        Terminal.note(result.problems.flatMap(\.lines))
        throw result.isWrong ? ExitCode.configuration : ExitCode.failure
    }

    private func run(folder: String) throws {
        let scenarios: [String]
        do {
            scenarios = try ScenarioFolder.scenarios(below: folder)
        } catch {
            throw failure(error, .validationFailure)
        }
        if scenarios.isEmpty { throw failure("there is no scenario below \(folder)", .validationFailure) }
        var report = ScenarioReport(isJSON: json)
        var forServers = JUnitReport(name: folder)
        for scenario in scenarios {
            let run = ScenarioRun(of: scenario) { _ in }
            for line in report.lines(of: run) { say(line) }
            forServers.add(run)
        }
        for line in report.summary { say(line) }
        if let junit {
            do {
                try forServers.write(to: junit)
            } catch {
                throw failure("cannot write \(junit): \(error.localizedDescription)")
            }
        }
        if report.failed > 0 { throw ExitCode.failure }
    }

    private func say(_ line: String) { if json { Terminal.say(json: line) } else { Terminal.say(line) } }
}
