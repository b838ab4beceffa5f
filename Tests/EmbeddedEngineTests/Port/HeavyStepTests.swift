import EnginePort
import Messages
import Models
import Synchronization
import TestKit
import Testing
import Values

@testable import EmbeddedEngine

@Suite("What is heavy is left to the threads, and only that")
struct HeavyStepTests {
    private let counting = ContractModels.repeating("n = 0\nfor i in range(turns): n = n + i")

    private func turns(_ count: Int) -> Step.Input {
        .advance(.complete(element: "task", data: ["turns": .int(count)]))
    }

    private func attempt(_ bench: EngineBench, _ step: NumberedStep) throws -> Advance? {
        try bench.engine.attempt(step.step) { step.state }
    }

    @Test("A light step is run in place; a heavy one is not, and has changed nothing")
    func heavyAndLight() async throws {
        let bench = try EngineBench(EmbeddedEngine(threads: 1), counting)
        try await bench.take("a", .start(.none(data: ["turns": 0])))
        let light = bench.step("a", turns(10))
        let answer = try attempt(bench, light)
        #expect(answer?.accepted == true)
        #expect(try attempt(bench, bench.step("a", turns(100_000))) == nil)
        #expect(try await bench.answer(to: light).get() == answer)
    }

    @Test("A kind of step that was heavy is not tried again until several in a row have been light elsewhere")
    func memory() async throws {
        let bench = try EngineBench(EmbeddedEngine(threads: 1), counting)
        try await bench.take("a", .start(.none(data: ["turns": 0])))
        let light = bench.step("a", turns(1))
        #expect(try attempt(bench, light) != nil)
        #expect(try attempt(bench, bench.step("a", turns(100_000))) == nil)
        // Another kind is still tried.
        #expect(try attempt(bench, bench.step("b", .start(.none(data: ["turns": 1])))) != nil)
        let answers = StepAnswers()
        for heavy in [HeavySteps.enough - 1, 0] {
            for _ in 0..<HeavySteps.enough - 1 {
                #expect(try attempt(bench, light) == nil)
                bench.engine.begin([light], answers.done)
                _ = await answers.next(1)
            }
            // A heavy one among them, and the light ones are counted from nought.
            if heavy == 0 { break }
            bench.engine.begin([bench.step("a", turns(100_000))], answers.done)
            _ = await answers.next(1)
            #expect(try attempt(bench, light) == nil)
        }
        bench.engine.begin([light], answers.done)
        _ = await answers.next(1)
        #expect(try attempt(bench, light) != nil)
    }

    @Test("A script that is stopped for its allowance is no failure, whatever its model does about that")
    func correlationsThatAreTooDear() async throws {
        // An addressed message may lack a property; one that is only too dear to compute must not pass for that.
        let dear = ContractModels.model(
            """
            <bpmn:startEvent id="s"/><bpmn:receiveTask id="r" messageRef="m"/><bpmn:receiveTask id="q" messageRef="m"/>
            <bpmn:endEvent id="e"/><bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="r"/>
            <bpmn:sequenceFlow id="f2" sourceRef="r" targetRef="q"/><bpmn:sequenceFlow id="f3" sourceRef="q" targetRef="e"/>
            """,
            roots: """
                <bpmn:correlationProperty id="sum" name="sum"><bpmn:correlationPropertyRetrievalExpression messageRef="m">\
                <bpmn:messagePath>sum([i for i in range(turns)])</bpmn:messagePath>\
                </bpmn:correlationPropertyRetrievalExpression></bpmn:correlationProperty>
                <bpmn:collaboration id="c"><bpmn:correlationKey id="k" name="k">\
                <bpmn:correlationPropertyRef>sum</bpmn:correlationPropertyRef></bpmn:correlationKey></bpmn:collaboration>
                <bpmn:message id="m" name="m"/>
                """)
        for (turns, isLight) in [(100, true), (100_000, false)] as [(Int, Bool)] {
            let bench = try EngineBench(EmbeddedEngine(threads: 1), dear)
            try await bench.take("a", .start(.none(data: [:])))
            let message = Event(kind: .message, name: "m", payload: ["turns": .int(turns)])
            let step = bench.step("a", .advance(.event(message, addressed: true)))
            let inPlace = try attempt(bench, step)
            #expect((inPlace != nil) == isLight)
            let whole = try EngineBench(EmbeddedEngine(), dear)
            #expect(try await bench.answer(to: step).get() == whole.answer(to: step).get())
        }
    }

    @Test("A large state, a large payload and a large table are left to the threads too", arguments: [100, 200_000])
    func largeData(count: Int) async throws {
        let bench = try EngineBench(EmbeddedEngine(threads: 1), ContractModels.repeating("n = 1"))
        let items = Value.list((0..<count).map { .int($0) })
        let start = bench.step("a", .start(.none(data: ["items": items])))
        let isLight = count < 1000
        #expect((try attempt(bench, start) != nil) == isLight)
        try await bench.take("a", start.step.input)
        // The script itself is light.
        #expect((try attempt(bench, bench.step("a", turns(1))) != nil) == isLight)
        let text = Value.string(String(repeating: "x", count: count * 100))
        let long = bench.step("b", .start(.none(data: ["text": text])))
        #expect((try attempt(bench, long) != nil) == isLight)
    }

    @Test("Work of the engine itself is counted: elements, loops, tables of decisions", arguments: [10, 20_000])
    func work(count: Int) async throws {
        let loop = ContractModels.model(
            """
            <bpmn:startEvent id="s"/><bpmn:task id="m"><bpmn:multiInstanceLoopCharacteristics>\
            <bpmn:loopCardinality>count</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics></bpmn:task>
            <bpmn:endEvent id="e"/><bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="m"/>
            <bpmn:sequenceFlow id="f2" sourceRef="m" targetRef="e"/>
            """)
        let bench = try EngineBench(EmbeddedEngine(threads: 1), loop)
        let step = bench.step("a", .start(.none(data: ["count": .int(count)])))
        #expect((try attempt(bench, step) != nil) == (count < 1000))
    }

    @Test("All of it with one thread, without one, and repeated, is the same to the byte", arguments: [1, 20, 3000])
    func same(turns count: Int) async throws {
        let light = try EngineBench(EmbeddedEngine(threads: 2), counting)
        let whole = try EngineBench(EmbeddedEngine(), counting)
        for bench in [light, whole] { try await bench.take("a", .start(.none(data: ["turns": 0]))) }
        for round in 0..<4 {
            let input = turns(count * (round + 1) * (round + 1))
            let one = try await light.take("a", input)
            #expect(try await whole.take("a", input) == one)
        }
    }
}
