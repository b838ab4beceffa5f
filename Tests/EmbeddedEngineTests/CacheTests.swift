import EnginePort
import Testing

@testable import EmbeddedEngine
@testable import Messages
@testable import Models
@testable import Simulation
@testable import Values

@Suite("Decoded instances are remembered, and never at the wrong revision")
struct CacheTests {
    /// A person completes `u` again and again; each time `n` counts up.
    let counter = model(
        """
        <bpmn:startEvent id="s"/><bpmn:userTask id="u"/>
        <bpmn:scriptTask id="c"><bpmn:script>n = n + 1</bpmn:script></bpmn:scriptTask>
        <bpmn:sendTask id="t" messageRef="m"/>
        <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="u"/><bpmn:sequenceFlow id="f2" sourceRef="u" targetRef="c"/>
        <bpmn:sequenceFlow id="f3" sourceRef="c" targetRef="t"/><bpmn:sequenceFlow id="f4" sourceRef="t" targetRef="u"/>
        """,
        roots: """
            <bpmn:message id="m" name="m"><bpmn:extensionElements><spiffworkflow:messagePayload>n\
            </spiffworkflow:messagePayload></bpmn:extensionElements></bpmn:message>
            """)

    @Test("The state is asked only where the revision is not remembered")
    func asksOnlyWhenNeeded() throws {
        let bench = try Bench(counter, remembered: 2)
        for id in ["a", "b", "c"] { _ = try bench.start(id, by: .none(data: ["n": 0])) }
        var asked: [String] = []
        for id in ["c", "b", "a"] {
            let reference = InstanceReference(id: InstanceID(id), definition: bench.definition, revision: 0)
            let step = Step(reference, .advance(.complete(element: "u", data: [:])), at: bench.now, seed: 0)
            _ = try bench.engine.answer(to: step) {
                asked.append(id)
                return bench.states[InstanceID(id)]?.bytes ?? []
            }
        }
        #expect(asked == ["a"])
    }

    @Test("After a rollback the earlier revision is read again")
    func rollback() throws {
        let bench = try Bench(counter)
        _ = try bench.start("a", by: .none(data: ["n": 0]))
        let kept = try #require(bench.states[InstanceID("a")])
        #expect(try bench.advance("a", by: .complete(element: "u", data: [:])).thrown.map(\.payload) == [1])
        bench.states[InstanceID("a")] = kept
        #expect(try bench.advance("a", by: .complete(element: "u", data: ["n": 10])).thrown.map(\.payload) == [11])
        #expect(try bench.advance("a", by: .complete(element: "u", data: [:])).thrown.map(\.payload) == [12])
    }

    @Test("A call that fails leaves the instance as it was")
    func failures() throws {
        let bench = try Bench(counter)
        _ = try bench.start("a", by: .none(data: ["n": 0]))
        let thrown = failure { _ = try bench.advance("a", by: .complete(element: "u", data: ["n": "x"])) }
        #expect(thrown?.kind == .script)
        #expect(thrown?.element == "c")
        #expect(try bench.advance("a", by: .complete(element: "u", data: [:])).thrown.map(\.payload) == [1])
    }

    @Test("Many more instances than are remembered all go on", arguments: [1, 2, 7, 64])
    func eviction(remembered: Int) throws {
        let bench = try Bench(counter, remembered: remembered)
        for number in 0..<50 { _ = try bench.start("\(number)", by: .none(data: ["n": .int(number)])) }
        for round in 1...3 {
            for number in 0..<50 {
                let advanced = try bench.advance("\(number)", by: .complete(element: "u", data: [:]))
                #expect(advanced.thrown.map(\.payload) == [.int(number + round)])
            }
        }
    }
}
