import EnginePort
import Testing

@testable import EmbeddedEngine
@testable import Messages
@testable import Models
@testable import Simulation
@testable import Values

@Suite("Tasks that are done outside")
struct TaskTests {
    /// A service task with two parameters, whose error `E1` is caught, then a user task.
    private let two = model(
        """
        <bpmn:startEvent id="s"/>
        <bpmn:serviceTask id="call-it"><bpmn:extensionElements><spiffworkflow:serviceTaskOperator id="http/Get">\
        <spiffworkflow:parameters><spiffworkflow:parameter id="url" type="str" value="'/' + key"/>\
        <spiffworkflow:parameter id="n" type="int" value="len(key)"/></spiffworkflow:parameters>\
        </spiffworkflow:serviceTaskOperator></bpmn:extensionElements></bpmn:serviceTask>
        <bpmn:boundaryEvent id="failed" attachedToRef="call-it"><bpmn:errorEventDefinition errorRef="e"/></bpmn:boundaryEvent>
        <bpmn:userTask id="approve"/><bpmn:endEvent id="end"/><bpmn:userTask id="repair"/>
        <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="call-it"/>
        <bpmn:sequenceFlow id="f2" sourceRef="call-it" targetRef="approve"/>
        <bpmn:sequenceFlow id="f3" sourceRef="approve" targetRef="end"/>
        <bpmn:sequenceFlow id="f4" sourceRef="failed" targetRef="repair"/>
        """,
        roots: #"<bpmn:error id="e" name="broken" errorCode="E1"/>"#)

    private func answer(_ name: String, _ payload: Value, _ correlations: Correlations = [:]) -> EngineInput {
        .event(Event(kind: .task, name: name, payload: payload, correlations: correlations), addressed: true)
    }

    /// Decoded from memory, and read again from the stored bytes before each input.
    private func benches(_ source: ModelSource) throws -> [Bench] {
        [try Bench(source), try Bench(source, remembered: 1)]
    }

    /// Makes an engine that remembers one instance forget the last.
    private func forget(_ bench: Bench) throws { _ = try bench.start("other", by: .none(data: ["key": ""])) }

    @Test("A service task tells its parameters, waits under its operator, and takes the answer as its result")
    func service() throws {
        for bench in try benches(two) {
            let started = try bench.start("a", by: .none(data: ["key": "xy"]))
            let task = TaskID(instance: InstanceID("a"), number: 1)
            #expect(
                started.emitted == [
                    Event(
                        kind: .task, name: "http/Get", payload: ["url": "/xy", "n": 2],
                        correlations: ["task": ["id": "a:1"]])
                ])
            #expect(
                started.waits.filter { $0.kind == .task } == [
                    Subscription(
                        kind: .task, name: "http/Get", correlations: CorrelationText.all(of: task.correlations),
                        element: "call-it")
                ])
            try forget(bench)
            #expect(try !bench.advance("a", by: answer("http/Post", 1)).accepted)
            let answered = try bench.advance("a", by: answer("http/Get", ["status": 200], task.correlations))
            #expect(answered.accepted)
            #expect(answered.emitted.map(\.name) == ["approve"])
            #expect(answered.emitted.first?.payload["spiff__call_it_result"] == ["status": 200])
            try forget(bench)
            #expect(try !bench.advance("a", by: answer("http/Get", 1, task.correlations)).accepted)
            let done = try bench.advance("a", by: answer("approve", ["ok": true]))
            #expect(done.ended)
        }
    }

    @Test("The answer to a user task is an object; anything else is refused and changes nothing")
    func user() throws {
        for bench in try benches(two) {
            _ = try bench.start("a", by: .none(data: ["key": "xy"]))
            _ = try bench.advance("a", by: answer("http/Get", nil))
            try forget(bench)
            for wrong: Value in [[1], 7, nil, "ok"] {
                let thrown = failure { _ = try bench.advance("a", by: answer("approve", wrong)) }
                #expect(thrown?.kind == .model)
                #expect(thrown?.element == "approve")
                #expect(thrown?.message.contains("must be an object") == true)
            }
            #expect(try bench.advance("a", by: .complete(element: "approve", data: ["ok": 1])).ended)
        }
    }

    @Test("An error that names the task is caught at its boundary; one that nothing catches is refused")
    func error() throws {
        for bench in try benches(two) {
            _ = try bench.start("a", by: .none(data: ["key": "xy"]))
            try forget(bench)
            let names = TaskID(instance: InstanceID("a"), number: 1).correlations
            let other = Event(kind: .error, name: "E2", code: "E2", correlations: names)
            let thrown = failure { _ = try bench.advance("a", by: .event(other, addressed: true)) }
            #expect(thrown?.element == "call-it")
            #expect(thrown?.message == "it failed outside with the error `E2`, which nothing around it catches")
            let right = Event(kind: .error, name: "E1", code: "E1", correlations: names)
            let caught = try bench.advance("a", by: .event(right, addressed: true))
            #expect(caught.emitted.map(\.name) == ["repair"])
            #expect(caught.waits.map(\.name) == ["repair"])
            #expect(try !bench.advance("a", by: .event(right, addressed: true)).accepted)
            #expect(try !bench.advance("a", by: answer("http/Get", 1)).accepted)
        }
    }

    @Test("Each instance of a loop has a task of its own; without its correlation an answer is ambiguous")
    func loop() throws {
        let three = model(
            """
            <bpmn:startEvent id="s"/><bpmn:serviceTask id="call"><bpmn:extensionElements>\
            <spiffworkflow:serviceTaskOperator id="op" resultVariable="y"><spiffworkflow:parameters>\
            <spiffworkflow:parameter id="x" type="int" value="x"/></spiffworkflow:parameters>\
            </spiffworkflow:serviceTaskOperator></bpmn:extensionElements><bpmn:multiInstanceLoopCharacteristics>\
            <bpmn:loopDataInputRef>xs</bpmn:loopDataInputRef><bpmn:inputDataItem id="x" name="x"/>\
            <bpmn:loopDataOutputRef>ys</bpmn:loopDataOutputRef><bpmn:outputDataItem id="y" name="y"/>\
            </bpmn:multiInstanceLoopCharacteristics></bpmn:serviceTask><bpmn:userTask id="u"/>
            <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="call"/><bpmn:sequenceFlow id="f2" sourceRef="call" targetRef="u"/>
            """)
        for bench in try benches(three) {
            let started = try bench.start("a", by: .none(data: ["xs": [1, 2, 3]]))
            #expect(started.emitted.map(\.payload) == [["x": 1], ["x": 2], ["x": 3]])
            #expect(Set(started.emitted.map(\.correlations)).count == 3)
            #expect(started.waits.count == 3)
            let thrown = failure { _ = try bench.advance("a", by: answer("op", 1)) }
            #expect(thrown?.kind == .ambiguous)
            for position in [2, 0, 1] {
                let sent = started.emitted[position]
                let reply = try bench.advance("a", by: answer("op", .int(position * 10), sent.correlations))
                #expect(reply.accepted)
                if position == 1 { #expect(reply.emitted.first?.payload["ys"] == [20, 0, 10]) }
            }
        }
    }

    @Test("A service task without an operator is known by its id and is given the task's data")
    func plain() throws {
        let bare = model(
            """
            <bpmn:startEvent id="s"/><bpmn:serviceTask id="work"/>
            <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="work"/>
            """)
        for dialect in Dialect.allCases {
            let bench = try Bench(bare, dialect: dialect)
            #expect(bench.interface.services.map(\.name) == ["work"])
            #expect(bench.interface.waits == bench.interface.emits)
            let started = try bench.start("a", by: .none(data: ["x": 1]))
            #expect(started.emitted.map(\.payload) == [["x": 1]])
            #expect(try bench.advance("a", by: answer("work", 5)).ended)
        }
    }

    @Test("What interrupts a task withdraws it")
    func interrupted() throws {
        let timed = model(
            """
            <bpmn:startEvent id="s"/><bpmn:manualTask id="m"/><bpmn:boundaryEvent id="b" attachedToRef="m">\
            <bpmn:timerEventDefinition><bpmn:timeDuration>"PT1H"</bpmn:timeDuration></bpmn:timerEventDefinition>\
            </bpmn:boundaryEvent><bpmn:task id="t"/>
            <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="m"/><bpmn:sequenceFlow id="f2" sourceRef="b" targetRef="t"/>
            """)
        for bench in try benches(timed) {
            let started = try bench.start("a", by: .none(data: [:]))
            #expect(started.waits.map(\.name) == ["m"])
            bench.now = bench.now + .seconds(3601)
            let rung = try bench.advance("a", by: .time)
            #expect(rung.waits.map(\.name) == ["t"])
            #expect(rung.emitted.map(\.name) == ["t"])
            let late = answer("m", [:], started.emitted.first?.correlations ?? [:])
            #expect(try !bench.advance("a", by: late).accepted)
        }
    }
}

@Suite("The id of a task")
struct TaskIDTests {
    @Test("It is read back from the text it is written as, and from nothing else")
    func text() {
        let id = TaskID(instance: InstanceID("0199-a:b"), number: .max)
        #expect(TaskID(id.text) == id)
        for text in ["", ":", "a", "a:", ":7", "a:-1", "a:1x", "a: 1"] { #expect(TaskID(text) == nil, "\(text)") }
    }

    @Test("Only answers and errors name a task: a message's key may be called so too")
    func kinds() {
        let names = TaskID(instance: InstanceID("a"), number: 1).correlations
        for kind in EventKind.allCases {
            let named = TaskID(answeredBy: Event(kind: kind, name: "n", correlations: names))
            #expect((named != nil) == (kind == .task || kind == .error))
        }
    }
}
