import Testing

@testable import BPMN
@testable import Engine
@testable import Events

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
