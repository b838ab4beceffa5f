import EnginePort
import Foundation
import Messages
import TestKit
import Testing
import Values

@testable import EmbeddedEngine
@testable import Models
@testable import Simulation

@Suite("Business rule tasks")
struct DecisionTests {
    private let caller = model(
        """
        <bpmn:startEvent id="s"/><bpmn:businessRuleTask id="r"><bpmn:extensionElements>\
        <spiffworkflow:calledDecisionId>rules</spiffworkflow:calledDecisionId></bpmn:extensionElements></bpmn:businessRuleTask>
        <bpmn:endEvent id="e"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="r"/>
        <bpmn:sequenceFlow id="g" sourceRef="r" targetRef="e"/>
        """)

    /// A table with one input `n` and one output `out`.
    private func table(_ rows: [(cell: String, gives: String)], policy: String = "UNIQUE") -> ModelSource {
        let rules = rows.map {
            "<rule><inputEntry><text>\($0.cell)</text></inputEntry><outputEntry><text>\($0.gives)</text></outputEntry></rule>"
        }
        let text = """
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d"><decision id="rules">\
            <decisionTable hitPolicy="\(policy)"><input><inputExpression><text>n</text></inputExpression></input>\
            <output name="out"/>\(rules.joined())</decisionTable></decision></definitions>
            """
        return ModelSource(file: "rules.dmn", bytes: Array(text.utf8))
    }

    private func run(_ table: ModelSource, _ data: Value) throws -> Value {
        let definition = try #require(try ModelReader.read([caller, table], dialect: .spiff).first)
        var instance = Instance(
            of: try Plan(definition), turn: Turn(now: Timestamp(microseconds: 0), random: { 0 }))
        _ = try instance.begin(by: .none(data: data))
        #expect(instance.ended)
        return .dict(instance.result)
    }

    @Test("What is stored of a process installs it again, with its decisions, under the same hash")
    func reinstalled() throws {
        let installed = try EmbeddedEngine().install([caller, table([("-", "1")])], dialect: .spiff)
        let interface = try #require(installed.first)
        #expect(interface.sources.map(\.file) == ["model.bpmn", "rules.dmn"])
        let again = try EmbeddedEngine().install(interface.sources, dialect: .spiff)
        #expect(again.map(\.definition) == [interface.definition])
        let changed = try EmbeddedEngine().install([caller, table([("-", "2")])], dialect: .spiff)
        #expect(changed.map(\.definition) != [interface.definition])
    }

    @Test(
        "A table with very many rows is left to the engine's threads, and gives the same there",
        arguments: [10, 20_000])
    func manyRows(count: Int) async throws {
        let rows = (0..<count).map { (cell: "\($0)", gives: "\($0)") }
        let engine = EmbeddedEngine(threads: 1)
        let definition = try #require(try engine.install([caller, table(rows)], dialect: .spiff).first).definition
        let reference = InstanceReference(id: InstanceID("a"), definition: definition, revision: 0)
        let start = Step.Input.start(.none(data: ["n": .int(count - 1)]))
        let step = Step(reference, start, at: Timestamp(microseconds: 0), seed: 1)
        let inPlace = try engine.attempt(step) { [] }
        #expect((inPlace != nil) == (count == 10))
        let answers = StepAnswers()
        engine.begin([NumberedStep(1, step, state: [])], answers.done)
        let away = try await answers.next(1)[0].answer.get()
        #expect(away.ended)
        if let inPlace { #expect(inPlace == away) }
    }

    @Test("The cells of a table share one budget")
    func budget() throws {
        let rows = [(cell: String, gives: String)](repeating: ("sum(range(200000)) == ?", "1"), count: 50)
        let failure = failure { _ = try run(table(rows, policy: "COLLECT"), ["n": 1]) }
        #expect(failure?.kind == .budget && failure?.element == "r")
        #expect(failure?.message.contains("row ") == true)
    }

    @Test("A result that is nested too deeply is refused where it is made")
    func deep() throws {
        let failure = failure { _ = try run(table([("-", "[n]")]), ["n": deeplyNested(255)]) }
        #expect(failure?.kind == .budget && failure?.element == "r")
        #expect(try run(table([("-", "[n]")]), ["n": deeplyNested(20)])["out"] != nil)
    }

    private func deeplyNested(_ levels: Int) -> Value {
        (0..<levels).reduce(Value.int(1)) { inner, _ in .list([inner]) }
    }

    @Test("A large table is looked through within a second")
    func large() throws {
        let rows = (0..<5_000).map { (cell: "&gt; \(10_000 - $0)", gives: "\($0)") }
        let definition = try #require(try ModelReader.read([caller, table(rows)], dialect: .spiff).first)
        let plan = try Plan(definition)
        let clock = ContinuousClock()
        let spent = try clock.measure {
            var instance = Instance(of: plan, turn: Turn(now: Timestamp(microseconds: 0), random: { 0 }))
            _ = try instance.begin(by: .none(data: ["n": 5_002]))
            #expect(instance.result["out"] == 4_999)
        }
        // A debug build on a busy machine is slow; what is not linear takes minutes.
        #expect(spent < .seconds(30))
    }
}
