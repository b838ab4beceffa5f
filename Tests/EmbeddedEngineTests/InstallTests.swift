import EnginePort
import Testing

@testable import EmbeddedEngine
@testable import Messages
@testable import Models
@testable import Simulation
@testable import Values

@Suite("What the engine cannot run is refused when it is installed")
struct InstallTests {
    private func problems(_ source: ModelSource) -> [ModelProblem] {
        do {
            _ = try EmbeddedEngine().install([source], dialect: .spiff)
            return []
        } catch {
            return error.problems
        }
    }

    @Test("A decision that is not there is named with the place of each task, all at once")
    func missingDecision() throws {
        let source = model(
            """
            <bpmn:startEvent id="s"/>
            <bpmn:businessRuleTask id="a"><bpmn:extensionElements><spiffworkflow:calledDecisionId>d\
            </spiffworkflow:calledDecisionId></bpmn:extensionElements></bpmn:businessRuleTask>
            <bpmn:businessRuleTask id="b"><bpmn:extensionElements><spiffworkflow:calledDecisionId>d\
            </spiffworkflow:calledDecisionId></bpmn:extensionElements></bpmn:businessRuleTask>
            <bpmn:sequenceFlow id="f" sourceRef="s" targetRef="a"/><bpmn:sequenceFlow id="g" sourceRef="a" targetRef="b"/>
            """)
        let found = problems(source)
        #expect(found.map(\.element) == ["a", "b"])
        #expect(found.first?.place.file == "model.bpmn")
        #expect(found.first?.place.line == 6)
        #expect(found.first?.message == "there is no decision `d`")
    }

    @Test("A link without its other half is named")
    func link() throws {
        let source = model(
            """
            <bpmn:startEvent id="s"/>
            <bpmn:intermediateThrowEvent id="t"><bpmn:linkEventDefinition name="L"/></bpmn:intermediateThrowEvent>
            <bpmn:sequenceFlow id="f" sourceRef="s" targetRef="t"/>
            """)
        #expect(problems(source).map(\.element) == ["t"])
    }

    @Test("What a process may run is told: event subprocesses and boundaries among its waits")
    func interface() throws {
        let source = model(
            """
            <bpmn:startEvent id="s"/><bpmn:userTask id="u"/>
            <bpmn:boundaryEvent id="b" attachedToRef="u"><bpmn:errorEventDefinition/></bpmn:boundaryEvent>
            <bpmn:eventBasedGateway id="g"/>
            <bpmn:intermediateCatchEvent id="c"><bpmn:messageEventDefinition messageRef="m"/></bpmn:intermediateCatchEvent>
            <bpmn:intermediateCatchEvent id="d"><bpmn:signalEventDefinition signalRef="x"/></bpmn:intermediateCatchEvent>
            <bpmn:subProcess id="es" triggeredByEvent="true"><bpmn:startEvent id="es_s">\
            <bpmn:signalEventDefinition signalRef="y"/></bpmn:startEvent><bpmn:endEvent id="es_e"/>
            <bpmn:sequenceFlow id="h" sourceRef="es_s" targetRef="es_e"/></bpmn:subProcess>
            <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="u"/><bpmn:sequenceFlow id="f2" sourceRef="u" targetRef="g"/>
            <bpmn:sequenceFlow id="f3" sourceRef="g" targetRef="c"/><bpmn:sequenceFlow id="f4" sourceRef="g" targetRef="d"/>
            """, roots: #"<bpmn:message id="m" name="m"/><bpmn:signal id="x" name="x"/><bpmn:signal id="y" name="y"/>"#)
        let waits = try Bench(source).interface.waits
        #expect(waits.filter { $0.name == "m" }.map(\.kind) == [.message])
        #expect(waits.filter { $0.name == "x" }.map(\.kind) == [.signal])
        #expect(waits.filter { $0.name == "y" }.map(\.element) == ["es_s"])
        #expect(waits.filter { $0.kind == .error }.map(\.name) == [nil])
    }
}
