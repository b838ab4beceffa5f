import EnginePort
import Testing

@testable import EmbeddedEngine
@testable import Messages
@testable import Models
@testable import Simulation
@testable import Values

@Suite("An instance is set back to an element")
struct ResetTests {
    /// Two branches that meet again, the second with a subprocess and a boundary element.
    private let branches = model(
        """
        <bpmn:startEvent id="s"/><bpmn:parallelGateway id="g"/><bpmn:userTask id="a"/>
        <bpmn:subProcess id="sub"><bpmn:startEvent id="is"/><bpmn:userTask id="inner"/>
        <bpmn:endEvent id="ie"/>
        <bpmn:sequenceFlow id="i1" sourceRef="is" targetRef="inner"/><bpmn:sequenceFlow id="i2" sourceRef="inner" targetRef="ie"/></bpmn:subProcess>
        <bpmn:boundaryEvent id="b" attachedToRef="sub"><bpmn:messageEventDefinition messageRef="m"/></bpmn:boundaryEvent>
        <bpmn:parallelGateway id="j"/><bpmn:userTask id="last"/><bpmn:endEvent id="e"/>
        <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="g"/><bpmn:sequenceFlow id="f2" sourceRef="g" targetRef="a"/>
        <bpmn:sequenceFlow id="f3" sourceRef="g" targetRef="sub"/><bpmn:sequenceFlow id="f4" sourceRef="a" targetRef="j"/>
        <bpmn:sequenceFlow id="f5" sourceRef="sub" targetRef="j"/><bpmn:sequenceFlow id="f6" sourceRef="j" targetRef="last"/>
        <bpmn:sequenceFlow id="f7" sourceRef="last" targetRef="e"/><bpmn:sequenceFlow id="f8" sourceRef="b" targetRef="e"/>
        """, roots: #"<bpmn:message id="m" name="m"/>"#)

    private func names(_ advance: Advance) -> [String] { advance.waits.compactMap(\.name).sorted() }

    @Test("What came after it is dropped with all that runs in it; another branch stays", arguments: [1, 100])
    func drops(remembered: Int) throws {
        let bench = try Bench(branches, remembered: remembered)
        let started = try bench.start("a", by: .none(data: ["n": 1]))
        #expect(names(started) == ["a", "inner", "m"])
        _ = try bench.start("other", by: .none(data: [:]))
        _ = try bench.advance("a", by: .complete(element: "a", data: ["n": 2]))
        let back = try bench.advance("a", by: .reset(to: "sub", data: ["n": 3]))
        #expect(back.accepted && names(back) == ["inner", "m"])
        #expect(back.emitted.map(\.payload) == [["n": 3]])
        _ = try bench.start("another", by: .none(data: [:]))
        let again = try bench.advance("a", by: .reset(to: "a", data: nil))
        #expect(again.emitted.map(\.payload) == [["n": 2]])
        let whole = try bench.advance("a", by: .reset(to: "g", data: ["n": 4]))
        #expect(names(whole) == ["a", "inner", "m"])
        for element in ["inner", "a", "last"] {
            let done = try bench.advance("a", by: .complete(element: element, data: [:]))
            #expect(done.accepted && done.ended == (element == "last"))
        }
    }

    @Test("A task that was given out before is another one now: its late answer finds nobody")
    func lateAnswer() throws {
        let bench = try Bench(branches)
        let first = try bench.start("a", by: .none(data: [:])).emitted[0]
        let second = try bench.advance("a", by: .reset(to: "a", data: nil)).emitted[0]
        #expect(first.name == second.name && first.correlations != second.correlations)
        let late = Event(kind: .task, name: "a", payload: [:], correlations: first.correlations)
        #expect(try !bench.advance("a", by: .event(late, addressed: true)).accepted)
        let right = Event(kind: .task, name: "a", payload: [:], correlations: second.correlations)
        #expect(try bench.advance("a", by: .event(right, addressed: true)).accepted)
    }

    @Test("Where nothing has come from it, nothing changes")
    func nothing() throws {
        let bench = try Bench(branches)
        let started = try bench.start("a", by: .none(data: [:]))
        let refused = try bench.advance("a", by: .reset(to: "last", data: ["n": 1]))
        #expect(!refused.accepted && refused.state == started.state && refused.emitted.isEmpty)
    }

    @Test("Why an instance cannot be set back to an element is said, with what can be done instead")
    func refusals() throws {
        let bench = try Bench(branches)
        _ = try bench.start("a", by: .none(data: [:]))
        func reason(_ element: String, _ data: Value? = nil) -> String? {
            failure { _ = try bench.advance("a", by: .reset(to: element, data: data)) }?.message
        }
        #expect(reason("lats")?.hasSuffix("no such element; did you mean `last`?") == true)
        #expect(reason("b")?.hasSuffix("set back to `sub`") == true)
        #expect(reason("j")?.contains("joins several flows") == true)
        #expect(reason("a", [1])?.contains("not an object") == true)
        _ = try bench.advance("a", by: .complete(element: "inner", data: [:]))
        #expect(reason("inner")?.hasSuffix("`sub`, which it lies in, does not run now; set back to that") == true)
        _ = try bench.advance("a", by: .complete(element: "a", data: [:]))
        #expect(reason("a")?.contains("the gateway `j` behind it has joined this branch with others already") == true)
        #expect(try bench.advance("a", by: .reset(to: "g", data: nil)).accepted)
    }

    @Test("A subprocess that runs several times must be set back as a whole")
    func severalTimes() throws {
        let many = model(
            """
            <bpmn:startEvent id="s"/><bpmn:subProcess id="sub"><bpmn:startEvent id="is"/><bpmn:userTask id="inner"/>
            <bpmn:endEvent id="ie"/><bpmn:sequenceFlow id="i1" sourceRef="is" targetRef="inner"/>
            <bpmn:sequenceFlow id="i2" sourceRef="inner" targetRef="ie"/><bpmn:multiInstanceLoopCharacteristics>\
            <bpmn:loopCardinality>3</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics></bpmn:subProcess>
            <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="sub"/>
            """)
        let bench = try Bench(many)
        _ = try bench.start("a", by: .none(data: ["n": 1]))
        #expect(failure { _ = try bench.advance("a", by: .reset(to: "inner", data: nil)) }?.kind == .ambiguous)
        _ = try bench.advance("a", by: .complete(element: "inner", data: [:]))
        let back = try bench.advance("a", by: .reset(to: "sub", data: nil))
        #expect(back.waits.count == 3 && back.emitted.map(\.payload) == [["n": 1], ["n": 1], ["n": 1]])
    }
}
