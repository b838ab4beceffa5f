import EnginePort
import Testing

@testable import EmbeddedEngine
@testable import Messages
@testable import Models
@testable import Simulation
@testable import Values

@Suite("What is due earlier comes first")
struct AgendaTests {
    @Test("The agenda gives moment after moment, each in running order, and takes what rings again")
    func order() {
        func at(_ moment: Int64) -> Timestamp { Timestamp(microseconds: moment) }
        var agenda = Agenda(of: [(5, 0), (3, 1), (5, 2), (3, 3), (9, 4)].map { .init(due: at($0.0), token: $0.1) })
        var told: [[Int]] = []
        while let (due, tokens) = agenda.next() {
            told.append(tokens)
            if due == at(3) {
                agenda.add(1, at(5))
                agenda.add(3, at(7))
            }
        }
        #expect(told == [[1, 3], [0, 2, 1], [3], [4]])
    }

    @Test("However late the clock is told, the result is that of telling it each moment", arguments: [1, 100])
    func late(remembered: Int) throws {
        // The boundary timer interrupts what another, later timer would complete.
        let source = model(
            """
            <bpmn:startEvent id="s"/><bpmn:subProcess id="sub"><bpmn:startEvent id="is"/><bpmn:intermediateCatchEvent id="c">\
            <bpmn:timerEventDefinition><bpmn:timeDuration>"PT20S"</bpmn:timeDuration></bpmn:timerEventDefinition>\
            </bpmn:intermediateCatchEvent><bpmn:endEvent id="ie"><bpmn:messageEventDefinition messageRef="late"/></bpmn:endEvent>
            <bpmn:sequenceFlow id="i1" sourceRef="is" targetRef="c"/><bpmn:sequenceFlow id="i2" sourceRef="c" targetRef="ie"/>
            </bpmn:subProcess><bpmn:boundaryEvent id="b" attachedToRef="sub"><bpmn:timerEventDefinition>\
            <bpmn:timeDuration>"PT10S"</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>
            <bpmn:boundaryEvent id="r" attachedToRef="sub" cancelActivity="false"><bpmn:timerEventDefinition>\
            <bpmn:timeCycle>"R/PT3S"</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:boundaryEvent>
            <bpmn:endEvent id="again"><bpmn:messageEventDefinition messageRef="tick"/></bpmn:endEvent>
            <bpmn:endEvent id="out"><bpmn:messageEventDefinition messageRef="interrupted"/></bpmn:endEvent>
            <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="sub"/><bpmn:sequenceFlow id="f2" sourceRef="b" targetRef="out"/>
            <bpmn:sequenceFlow id="f3" sourceRef="r" targetRef="again"/>
            """,
            roots: ["late", "tick", "interrupted"].map { "<bpmn:message id=\"\($0)\" name=\"\($0)\"/>" }.joined())
        func told(every step: Int) throws -> [String] {
            let bench = try Bench(source, remembered: remembered)
            _ = try bench.start("a", by: .none(data: [:]))
            _ = try bench.start("b", by: .none(data: [:]))
            var names: [String] = []
            for _ in stride(from: step, through: 60, by: step) where bench.states[InstanceID("a")] != nil {
                bench.now = bench.now + .seconds(step)
                let advance = try bench.advance("a", by: .time)
                names += advance.emitted.map(\.name)
                if advance.ended { break }
            }
            return names
        }
        #expect(try told(every: 1) == ["tick", "tick", "tick", "interrupted"])
        for step in [2, 5, 7, 30, 60] { #expect(try told(every: step) == told(every: 1), "\(step)") }
    }
}
