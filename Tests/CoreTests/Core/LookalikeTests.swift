import Messages
import Models
import TestKit
import Testing
import Values

@testable import Core
@testable import Daemon
@testable import Operations

/// Two processes that start by, wait for and throw events whose names only look alike.
@Suite("Names of events, processes and data are equal if their code points are")
struct LookalikeTests {
    private static let pairs = Lookalikes.identifiers

    private func model(_ one: String, _ other: String) -> ModelSource {
        func process(_ name: String, _ letter: String) -> String {
            """
            <bpmn:process id="p_\(name)" isExecutable="true">
              <bpmn:startEvent id="\(name)_0"><bpmn:messageEventDefinition messageRef="m\(letter)"><bpmn:extensionElements>
                <spiffworkflow:messageVariable>\(name)</spiffworkflow:messageVariable>
                </bpmn:extensionElements></bpmn:messageEventDefinition></bpmn:startEvent>
              <bpmn:sequenceFlow id="\(name)_1" sourceRef="\(name)_0" targetRef="\(name)_2"/>
              <bpmn:intermediateCatchEvent id="\(name)_2"><bpmn:signalEventDefinition signalRef="s\(letter)"/></bpmn:intermediateCatchEvent>
              <bpmn:sequenceFlow id="\(name)_3" sourceRef="\(name)_2" targetRef="\(name)_4"/>
              <bpmn:endEvent id="\(name)_4"><bpmn:messageEventDefinition messageRef="o\(letter)"><bpmn:extensionElements>
                <spiffworkflow:messagePayload>{"from": \(name)["\(one)"], "to": \(name)["\(other)"]}</spiffworkflow:messagePayload>
                </bpmn:extensionElements></bpmn:messageEventDefinition></bpmn:endEvent>
            </bpmn:process>
            """
        }
        let roots = [(one, "1"), (other, "2")].map { name, letter in
            """
            <bpmn:message id="m\(letter)" name="\(name)"/><bpmn:message id="o\(letter)" name="out_\(name)"/>
            <bpmn:signal id="s\(letter)" name="\(name)"/>
            """
        }
        let text = """
            <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
              xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" id="d" targetNamespace="t">
              \(roots.joined()) \(process(one, "1")) \(process(other, "2"))
            </bpmn:definitions>
            """
        return ModelSource(file: "test.bpmn", bytes: Array(text.utf8))
    }

    @Test("An event starts its own process, reaches its own receiver, and its payload has both keys", arguments: pairs)
    func events(one: String, other: String) throws {
        let harness = try CoreHarness(sources: [model(one, other)])
        let payload = JSON.text(of: .dict([one: "1", other: "2"]))
        try harness.deliver(harness.message(one, payload))
        try harness.deliver(harness.message(other, payload))
        #expect(try harness.parked().isEmpty && harness.published.isEmpty)
        // After a restart the names are read from the database.
        try harness.restart()
        for name in [other, one] {
            var signal = harness.message(name, "{}")
            signal.properties.headers["x-event"] = "signal"
            try harness.deliver(signal)
            #expect(
                try harness.confirmAll().map {
                    "\($0.properties.type ?? "") \(String(decoding: $0.body, as: UTF8.self))"
                }
                    == ["out_\(name) \(JSON.text(of: ["from": "1", "to": "2"]))"])
        }
    }

    @Test("What nobody waits for by this name is held under it, and released by no other", arguments: pairs)
    func held(one: String, other: String) throws {
        let harness = try CoreHarness()
        try harness.deliver(harness.message(one, "{}", id: "1"), harness.message(other, "{}", id: "1"))
        try harness.advance(by: .seconds(2 * 3600))
        #expect(try harness.parked().count == 2)
    }
}
