import EnginePort
import Testing

@testable import EmbeddedEngine
@testable import Messages
@testable import Models
@testable import Simulation
@testable import Values

@Suite("What an input may use is bounded")
struct BudgetTests {
    @Test("A loop of elements without rest is stopped, naming an element of it")
    func endlessFlow() throws {
        let endless = model(
            """
            <bpmn:startEvent id="s"/><bpmn:exclusiveGateway id="x"/>
            <bpmn:scriptTask id="c"><bpmn:script>n = 1</bpmn:script></bpmn:scriptTask>
            <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="x"/><bpmn:sequenceFlow id="f2" sourceRef="x" targetRef="c"/>
            <bpmn:sequenceFlow id="f3" sourceRef="c" targetRef="x"/>
            """)
        let thrown = failure { _ = try Bench(endless).start("a", by: .none(data: [:])) }
        #expect(thrown?.kind == .budget)
        #expect(["x", "c"].contains(thrown?.element))
    }

    @Test("A loop within a script is stopped")
    func endlessScript() throws {
        let endless = model(
            """
            <bpmn:startEvent id="s"/><bpmn:scriptTask id="c"><bpmn:script>while True: n = 1</bpmn:script></bpmn:scriptTask>
            <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="c"/>
            """)
        let thrown = failure { _ = try Bench(endless).start("a", by: .none(data: [:])) }
        #expect(thrown?.kind == .budget)
        #expect(thrown?.element == "c")
    }

    @Test("A timer that repeats without time between is stopped")
    func endlessTimer() throws {
        let endless = model(
            """
            <bpmn:startEvent id="s"/><bpmn:intermediateCatchEvent id="c"><bpmn:timerEventDefinition>\
            <bpmn:timeCycle>"R/PT0S"</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
            <bpmn:scriptTask id="d"><bpmn:script>n = 1</bpmn:script></bpmn:scriptTask>
            <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="c"/><bpmn:sequenceFlow id="f2" sourceRef="c" targetRef="d"/>
            """)
        let bench = try Bench(endless)
        _ = try bench.start("a", by: .none(data: [:]))
        bench.now = bench.now + .seconds(1)
        #expect(failure { _ = try bench.advance("a", by: .time) }?.kind == .budget)
    }

    @Test("A loop over more items than an input may run is stopped before it fills the memory")
    func hugeLoop() throws {
        let huge = model(
            """
            <bpmn:startEvent id="s"/><bpmn:userTask id="u"><bpmn:multiInstanceLoopCharacteristics>\
            <bpmn:loopCardinality>10 ** 12</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>
            <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="u"/>
            """)
        let thrown = failure { _ = try Bench(huge).start("a", by: .none(data: [:])) }
        #expect(thrown?.kind == .budget)
        #expect(thrown?.element == "u")
    }

    @Test("Every token that splits again is stopped before it fills the memory")
    func forkBomb() throws {
        let bomb = model(
            """
            <bpmn:startEvent id="s"/><bpmn:parallelGateway id="g"/><bpmn:exclusiveGateway id="x"/>
            <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="x"/><bpmn:sequenceFlow id="f2" sourceRef="x" targetRef="g"/>
            <bpmn:sequenceFlow id="f3" sourceRef="g" targetRef="x"/><bpmn:sequenceFlow id="f4" sourceRef="g" targetRef="x"/>
            """)
        #expect(failure { _ = try Bench(bomb).start("a", by: .none(data: [:])) }?.kind == .budget)
    }
}

@Suite("Data that nests deeper and deeper is stopped while the stack still holds it")
struct NestingTests {
    /// `nested(n)` lists in each other.
    private func nested(_ depth: Int) -> Value {
        var value: Value = 1
        for _ in 0..<depth { value = .list([value]) }
        return value
    }

    private let wrapping = model(
        """
        <bpmn:startEvent id="s"/><bpmn:userTask id="u"/>
        <bpmn:scriptTask id="w"><bpmn:script>for i in range(200): x = [x]</bpmn:script></bpmn:scriptTask>
        <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="u"/><bpmn:sequenceFlow id="f2" sourceRef="u" targetRef="w"/>
        <bpmn:sequenceFlow id="f3" sourceRef="w" targetRef="u"/>
        """)

    @Test("By scripts, one after the other, remembered or read again", arguments: [1, 100])
    func scripts(remembered: Int) throws {
        let bench = try Bench(wrapping, remembered: remembered)
        _ = try bench.start("a", by: .none(data: ["x": 1]))
        _ = try bench.start("b", by: .none(data: ["x": 1]))
        var thrown: EngineFailure?
        for _ in 0..<5 where thrown == nil {
            thrown = failure { _ = try bench.advance("a", by: .complete(element: "u", data: [:])) }
            _ = try bench.advance("b", by: .complete(element: "u", data: ["x": 1]))
        }
        #expect(thrown?.kind == .budget)
        #expect(thrown?.element == "w")
    }

    @Test("By what comes in")
    func inputs() throws {
        let bench = try Bench(wrapping)
        #expect(failure { _ = try bench.start("a", by: .none(data: ["x": nested(300)])) }?.kind == .budget)
        _ = try bench.start("a", by: .none(data: ["x": nested(255)]))
        let thrown = failure { _ = try bench.advance("a", by: .complete(element: "u", data: ["y": nested(300)])) }
        #expect(thrown?.message == "the data is nested more than 256 deep")
        let order = try Bench(orderModel)
        let event = Event(kind: .message, name: "placed", payload: ["order_id": 1, "lines": nested(300)])
        #expect(failure { _ = try order.start("a", by: .event(event)) }?.kind == .budget)
    }

    @Test("By a loop whose output is its input, without a script")
    func loops() throws {
        let growing = model(
            """
            <bpmn:startEvent id="s"/><bpmn:exclusiveGateway id="x"/>
            <bpmn:receiveTask id="u" messageRef="m"><bpmn:multiInstanceLoopCharacteristics>\
            <bpmn:loopCardinality>1</bpmn:loopCardinality><bpmn:loopDataOutputRef>ys</bpmn:loopDataOutputRef>\
            <bpmn:outputDataItem id="y" name="y"/></bpmn:multiInstanceLoopCharacteristics></bpmn:receiveTask>
            <bpmn:scriptTask id="c"><bpmn:script>z = ys; del ys</bpmn:script></bpmn:scriptTask>
            <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="x"/><bpmn:sequenceFlow id="f2" sourceRef="x" targetRef="u"/>
            <bpmn:sequenceFlow id="f3" sourceRef="u" targetRef="c"/><bpmn:sequenceFlow id="f4" sourceRef="c" targetRef="x"/>
            """,
            roots: """
                <bpmn:message id="m" name="m"><bpmn:extensionElements><spiffworkflow:messageVariable>y\
                </spiffworkflow:messageVariable></bpmn:extensionElements></bpmn:message>
                """)
        let bench = try Bench(growing)
        _ = try bench.start("a", by: .none(data: [:]))
        var payload: Value = 1
        var thrown: EngineFailure?
        for _ in 0..<300 where thrown == nil {
            thrown = failure {
                let went = try bench.advance(
                    "a", by: .event(Event(kind: .message, name: "m", payload: payload), addressed: true))
                #expect(went.accepted)
            }
            payload = .list([payload])
        }
        #expect(thrown?.kind == .budget)
    }
}
