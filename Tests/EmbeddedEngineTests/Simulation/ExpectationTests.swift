import Testing

@testable import EmbeddedEngine
@testable import EnginePort
@testable import Messages
@testable import Models
@testable import Simulation
@testable import Values

@Suite("A scenario says what its steps should show")
struct ExpectationTests {
    private let line: Value = [
        "step": 1, "accepted": true, "completed": true, "ready": [],
        "emitted": [
            ["event": "message", "name": "a", "payload": ["n": 1, "m": 2]], ["event": "signal", "name": "b"],
        ],
        "waiting": [
            ["event": "timer", "element": "t"], ["event": "message", "name": "m", "element": "c"],
            ["event": "message", "name": "m", "element": "d"],
        ],
        "data": [
            "total": 9.0, "order": ["id": 7, "lines": [["sku": "mug", "price": 5], ["sku": "tea"]]], "paid": true,
        ],
    ]

    private func mismatches(_ wanted: String) throws -> [String] {
        let expectation = try Expectation(from: JSON.parse(wanted), at: "expect")
        return expectation.mismatches(with: line, at: 1).map {
            "\($0.key): \(JSON.text(of: $0.expected)) ≠ \($0.got.map { JSON.text(of: $0) } ?? "nothing")"
        }
    }

    @Test(
        "What holds: objects may have more, numbers are equal by value, the order of waiting and ready is open",
        arguments: [
            "{}", #"{"accepted": true, "completed": true, "error": false, "ready": []}"#,
            #"{"data": {"total": 9}}"#, #"{"data": {"total": 9.0, "order": {"lines": [{"price": 5.0}, {}]}}}"#,
            #"{"data": {}}"#, #"{"emitted": [{"payload": {"m": 2}}, {"event": "signal"}]}"#,
            #"{"waiting": [{"event": "message"}, {"event": "message", "element": "c"}, {"event": "timer"}]}"#,
            #"{"waiting": [{}, {"element": "d"}, {"name": "m"}]}"#,
        ])
    func holds(wanted: String) throws { #expect(try mismatches(wanted) == []) }

    @Test(
        "What does not is told where it is",
        arguments: [
            (#"{"accepted": false}"#, "accepted: false ≠ true"), (#"{"error": true}"#, "error: true ≠ false"),
            (#"{"accepted": null}"#, "accepted: null ≠ true"),
            (#"{"data": {"total": 8}}"#, "data.total: 8 ≠ 9.0"), (#"{"data": {"paid": 1}}"#, "data.paid: 1 ≠ true"),
            (#"{"data": {"order": {"id": "7"}}}"#, #"data.order.id: "7" ≠ 7"#),
            (#"{"data": {"nothing": null}}"#, "data.nothing: null ≠ nothing"),
            (#"{"data": {"order": {"lines": [{}, {"sku": "pot"}]}}}"#, #"data.order.lines[1].sku: "pot" ≠ "tea""#),
            (
                #"{"data": {"order": {"lines": [{}]}}}"#,
                #"data.order.lines: [{}] ≠ [{"sku":"mug","price":5},{"sku":"tea"}]"#
            ),
            (#"{"emitted": [{"name": "b"}, {"name": "b"}]}"#, #"emitted[0].name: "b" ≠ "a""#),
            (#"{"ready": [{"element": "u"}]}"#, #"ready: [{"element":"u"}] ≠ []"#),
        ])
    func differs(wanted: String, told: String) throws { #expect(try mismatches(wanted) == [told]) }

    @Test("Each item that waits is expected once")
    func anyOrder() throws {
        #expect(try mismatches(#"{"waiting": [{"element": "c"}, {"element": "c"}, {}]}"#).count == 1)
        #expect(try mismatches(#"{"waiting": [{}, {}]}"#).count == 1)
    }

    @Test(
        "What is misspelt is told with what it may have meant",
        arguments: [
            (#"{"complete": true}"#, "expect.complete: is not known here; did you mean `completed`?"),
            (#"{"accepted": 1}"#, "expect.accepted: is 1, and should be true or false"),
            (#"{"data": []}"#, "expect.data: is [], and should be an object"),
            (#"{"emitted": {}}"#, "expect.emitted: is an object, and should be a list"),
            (#"{"waiting": ["m"]}"#, #"expect.waiting[0]: is "m", and should be an object"#),
            (#"{"emitted": [{"nmae": "x"}]}"#, "expect.emitted[0].nmae: is not known here; did you mean `name`?"),
            (#"{"error": "no"}"#, #"expect.error: is "no", and should be true or false"#),
            ("[]", "expect: is [], and should be an object"),
        ])
    func strict(wanted: String, message: String) throws {
        let thrown = #expect(throws: ScenarioProblem.self) { _ = try mismatches(wanted) }
        #expect(thrown?.description == message)
    }

    private func run(_ script: String, _ steps: String) throws -> (mismatches: [Mismatch], failure: EngineFailure?) {
        let source = model(
            """
            <bpmn:startEvent id="s"/><bpmn:userTask id="u"/><bpmn:scriptTask id="x"><bpmn:script>\(script)</bpmn:script>\
            </bpmn:scriptTask><bpmn:endEvent id="e"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="u"/>
            <bpmn:sequenceFlow id="g" sourceRef="u" targetRef="x"/><bpmn:sequenceFlow id="h" sourceRef="x" targetRef="e"/>
            """)
        let text =
            #"{"models": ["m"], "process": "p", "expect": {"ready": [{"element": "u"}]}, "steps": ["# + steps + "]}"
        var simulation = try Simulation(try Scenario(from: JSON.parse(text)), sources: [source])
        do {
            try simulation.run { _ in }
            return (simulation.mismatches, nil)
        } catch {
            return (simulation.mismatches, error)
        }
    }

    @Test("A step that must fail fails as expected, and must not go well")
    func failing() throws {
        let step = #"{"complete": "u", "expect": {"error": true}}"#
        let failed = try run("1 / 0", step)
        #expect(failed.mismatches.isEmpty && failed.failure == nil)
        let went = try run("a = 1", step)
        #expect(went.mismatches.map(\.key) == ["error"] && went.failure == nil)
        #expect(try run("1 / 0", #"{"complete": "u", "expect": {"completed": true}}"#).failure != nil)
        let thrown = #expect(throws: ScenarioProblem.self) { _ = try run("a = 1", step + #", {"advance": 1}"#) }
        #expect(thrown?.description == "steps[0].expect.error: the run ends there, so no step can follow")
    }
}
