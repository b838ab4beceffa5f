import EnginePort
import Testing

@testable import EmbeddedEngine
@testable import Messages
@testable import Models
@testable import Simulation
@testable import Values

@Suite("The engine port")
struct PortTests {
    let order: Value = ["order_id": 7, "lines": [["qty": 2, "price": 5]]]

    @Test("A process shows what starts it, what it waits for and what it emits")
    func interface() throws {
        let shown = try Bench(orderModel).interface
        #expect(shown.process == "p")
        #expect(shown.starts == [.init(kind: .message, name: "placed", element: "start")])
        #expect(shown.waits == [.init(kind: .message, name: "received", element: "wait")])
        #expect(shown.emits.map(\.name) == ["requested", "shipped"])
    }

    @Test("A message starts an instance, which says what it waits for and with which correlation")
    func starts() throws {
        let bench = try Bench(orderModel)
        let started = try bench.start("a", by: .event(bench.message("placed", order)))
        #expect(started.accepted)
        #expect(!started.ended)
        #expect(started.emitted.map(\.name) == ["requested"])
        #expect(started.emitted.first?.correlations == ["order_key": ["order_id": 7]])
        let key = CorrelationText(key: "order_key", properties: ["order_id": 7])
        #expect(started.waits == [Subscription(kind: .message, name: "received", correlations: [key], element: "wait")])
        #expect(started.wakeAt == nil)
    }

    @Test("The answer ends it; another instance's answer does not reach it")
    func ends() throws {
        let bench = try Bench(orderModel)
        _ = try bench.start("a", by: .event(bench.message("placed", order)))
        let wrong = try bench.message("received", ["order_id": 8, "amount": 10])
        #expect(try !bench.advance("a", by: .event(wrong, addressed: false)).accepted)
        let right = try bench.message("received", ["order_id": 7, "amount": 10])
        let ended = try bench.advance("a", by: .event(right, addressed: false))
        #expect(ended.accepted && ended.ended)
        #expect(ended.emitted.map(\.name) == ["shipped"])
        #expect(ended.waits.isEmpty)
    }

    @Test("An event that no start element catches starts nothing")
    func startsNothing() throws {
        let bench = try Bench(orderModel)
        #expect(try !bench.start("a", by: .event(Event(kind: .message, name: "else"))).accepted)
        #expect(try !bench.start("a", by: .event(Event(kind: .signal, name: "placed"))).accepted)
    }

    @Test("An addressed event is matched by kind and name only, and may miss the correlation property")
    func addressed() throws {
        let bench = try Bench(orderModel)
        _ = try bench.start("a", by: .event(bench.message("placed", order)))
        let bare = Event(kind: .message, name: "received", payload: ["amount": 10])
        #expect(try !bench.advance("a", by: .event(bare, addressed: false)).accepted)
        #expect(try !bench.advance("a", by: .event(Event(kind: .signal, name: "received"), addressed: true)).accepted)
        let ended = try bench.advance("a", by: .event(bare, addressed: true))
        #expect(ended.accepted && ended.ended)
    }

    @Test("A payload without the property is refused, naming it")
    func missingProperty() throws {
        let bench = try Bench(orderModel)
        let thrown = failure { _ = try bench.message("received", ["amount": 1]) }
        #expect(thrown == EngineFailure(kind: .correlation, element: nil, message: "no `order_id` in the payload"))
        let text = failure { _ = try bench.message("received", "7") }
        #expect(text?.kind == .correlation)
        #expect(text?.message == "the payload is a string, so there is no `order_id` in it")
    }

    @Test("A message that nobody has a rule for has no correlations")
    func noRule() throws {
        let bench = try Bench(orderModel)
        #expect(try bench.message("unknown", 1).correlations.isEmpty)
        let signal = Event(kind: .signal, name: "received", payload: 1)
        #expect(try bench.engine.correlations(of: signal, in: [bench.definition]).first?.answer.get().isEmpty == true)
    }

    @Test("What is not accepted changes nothing")
    func nothingChanges() throws {
        let bench = try Bench(orderModel)
        let started = try bench.start("a", by: .event(bench.message("placed", order)))
        let refused = try bench.advance("a", by: .complete(element: "calc", data: [:]))
        #expect(!refused.accepted)
        #expect(refused.state == started.state)
        #expect(refused.emitted.isEmpty)
        #expect(refused.waits == started.waits)
    }

    @Test("A none start runs at once; started by message it does not")
    func noneAndMessageStart() throws {
        let two = model(
            """
            <bpmn:startEvent id="plain"/><bpmn:startEvent id="by"><bpmn:messageEventDefinition messageRef="m"/>\
            </bpmn:startEvent><bpmn:userTask id="u"/><bpmn:userTask id="v"/>
            <bpmn:sequenceFlow id="f" sourceRef="plain" targetRef="u"/>
            <bpmn:sequenceFlow id="g" sourceRef="by" targetRef="v"/>
            """, roots: "<bpmn:message id=\"m\" name=\"m\"/>")
        let bench = try Bench(two)
        _ = try bench.start("a", by: .none(data: [:]))
        #expect(try bench.advance("a", by: .complete(element: "u", data: [:])).ended)
        _ = try bench.start("b", by: .event(Event(kind: .message, name: "m")))
        #expect(try !bench.advance("b", by: .complete(element: "u", data: [:])).accepted)
        #expect(try bench.advance("b", by: .complete(element: "v", data: [:])).ended)
    }

    @Test("A definition that is not installed, and data that is no object, are refused")
    func refusals() throws {
        let bench = try Bench(orderModel)
        let unknown = failure {
            let reference = InstanceReference(id: InstanceID("a"), definition: "?", revision: 0)
            let step = Step(reference, .start(.none(data: [:])), at: bench.now, seed: 0)
            _ = try bench.engine.answer(to: step) { [] }
        }
        #expect(unknown?.kind == .state)
        #expect(failure { _ = try bench.start("a", by: .none(data: 7)) }?.kind == .model)
    }

    @Test("The engine wakes when a timer has passed, and not before")
    func timers() throws {
        let timed = model(
            """
            <bpmn:startEvent id="s"/><bpmn:intermediateCatchEvent id="c"><bpmn:timerEventDefinition>\
            <bpmn:timeDuration>"PT10S"</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
            <bpmn:sequenceFlow id="f" sourceRef="s" targetRef="c"/>
            """)
        let bench = try Bench(timed)
        let started = try bench.start("a", by: .none(data: [:]))
        #expect(started.wakeAt == bench.now + .seconds(10) + .microseconds(1))
        bench.now = bench.now + .seconds(10)
        #expect(try !bench.advance("a", by: .time).accepted)
        bench.now = try #require(started.wakeAt)
        #expect(try bench.advance("a", by: .time).ended)
    }
}
