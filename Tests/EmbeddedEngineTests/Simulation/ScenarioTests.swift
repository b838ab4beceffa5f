import Testing

@testable import EmbeddedEngine
@testable import EnginePort
@testable import Messages
@testable import Models
@testable import Simulation
@testable import Values

@Suite("A scenario is read strictly")
struct ScenarioTests {
    private func problem(_ text: String) throws -> String? {
        let value = try JSON.parse(text)
        do {
            _ = try Scenario(from: value)
            return nil
        } catch {
            return error.description
        }
    }

    @Test(
        "What is wrong is named with its place",
        arguments: [
            (#"{"process": "p"}"#, "models: is missing"),
            (#"{"models": [], "process": "p"}"#, "models: names no file"),
            (#"{"models": ["a", 1], "process": "p"}"#, "models[1]: is 1, and should be a text"),
            (#"{"models": ["a"]}"#, "process: is missing"),
            (#"{"models": ["a"], "process": "p", "stepps": []}"#, "stepps: is not known here; did you mean `steps`?"),
            (#"{"models": ["a"], "process": "p", "dialect": "x"}"#, "dialect: `x` is neither `spiff` nor `bpmn`"),
            (#"{"models": ["a"], "process": "p", "data": [1]}"#, "data: is [1], and should be an object"),
            (#"{"models": ["a"], "process": "p", "reopen": 1}"#, "reopen: is 1, and should be true or false"),
            (#"{"models": ["a"], "process": "p", "steps": {}}"#, "steps: is an object, and should be a list"),
            (
                #"{"models": ["a"], "process": "p", "steps": [{"name": "x"}]}"#,
                "steps[0]: a step has one of `event`, `complete`, `advance` and `reset`"
            ),
            (
                #"{"models": ["a"], "process": "p", "steps": [{"event": "mesage", "name": "x"}]}"#,
                "steps[0].event: `mesage` is none of `message`, `signal`, `error`, `escalation`"
            ),
            (
                #"{"models": ["a"], "process": "p", "steps": [{"complete": "u", "payload": 1}]}"#,
                "steps[0].payload: is not known here"
            ),
            (
                #"{"models": ["a"], "process": "p", "steps": [{"advance": -1}]}"#,
                "steps[0].advance: is -1, and should be a number of seconds, 0 or more"
            ),
            (
                #"{"models": ["a"], "process": "p", "steps": [{"event": "message", "correlations": {"k": 1}}]}"#,
                "steps[0].correlations.k: is 1, and should be an object"
            ),
            ("[]", "is [], and should be an object"),
        ])
    func strict(text: String, message: String) throws {
        #expect(try problem(text) == message)
    }

    @Test("All keys are known")
    func complete() throws {
        let text = #"""
            {"models": ["a.bpmn"], "decisions": ["d.dmn"], "process": "p", "dialect": "bpmn", "data": {"x": 1},
             "services": {"op": 1}, "reopen": true, "steps": [
               {"event": "message", "name": "m", "payload": 1, "correlations": {"k": {"p": 1}}},
               {"event": "error", "code": "E"}, {"complete": "u", "data": {"y": 1}}, {"advance": 1.5}]}
            """#
        let scenario = try Scenario(from: JSON.parse(text))
        #expect(scenario.steps.count == 4)
        #expect(scenario.dialect == .bpmn)
        #expect(scenario.services == ["op": 1])
    }

    @Test("A process that no model has is named, with the nearest")
    func unknownProcess() throws {
        let scenario = try Scenario(from: ["models": ["order.bpmn"], "process": "P"])
        let thrown = #expect(throws: ScenarioProblem.self) { _ = try Simulation(scenario, sources: [orderModel]) }
        #expect(thrown?.description == "process: no model has a process `P`; did you mean `p`?")
    }
}
