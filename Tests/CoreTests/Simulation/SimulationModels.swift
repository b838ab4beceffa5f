import EmbeddedEngine
import EnginePort
import Models
import Routing
import Simulation

/// The processes of the simulation: small, and between them every way to start, to wait, to emit and to fail.
enum SimulationModels {
    static let messages = [
        "order_placed", "payment_requested", "payment_received", "order_shipped", "begin", "work", "done", "all_done",
        "race_begun", "race_answered", "race_over", "waker_begun", "listen_begun", "rung", "burst_begun", "spark",
        "flop_begun", "flopped", "crier_begun", "chimer_begun", "failer_begun",
    ]

    /// What goes to the exchange; all else that is thrown stays inside.
    static let outward: TextSet = [
        "payment_requested", "order_shipped", "all_done", "race_over", "rung", "spark", "flopped", "chime",
    ]

    static let sparks = 6

    static func sources() -> [ModelSource] { [ModelSource(file: "simulation.bpmn", bytes: Array(text.utf8))] }

    private static var text: String {
        """
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
          xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" id="d" targetNamespace="t">
        <bpmn:signal id="bell" name="bell"/><bpmn:signal id="chime" name="chime"/>
        <bpmn:error id="broken" name="E1" errorCode="E1"/>
        \(messages.map { "<bpmn:message id=\"\($0)\" name=\"\($0)\"/>" }.joined())
        <bpmn:correlationProperty id="key" name="key">\(messages.map(retrieval).joined())</bpmn:correlationProperty>
        <bpmn:collaboration id="c"><bpmn:correlationKey id="k" name="k">
          <bpmn:correlationPropertyRef>key</bpmn:correlationPropertyRef></bpmn:correlationKey></bpmn:collaboration>
        \(process("order", [
            start("order_placed"), send("payment_requested", amount("begun")), receive("payment_received"),
            end("order_shipped", amount("received")),
        ]))
        \(process("caller", [start("begin"), send("work", key), receive("done"), end("all_done", key)]))
        \(process("worker", [start("work"), end("done", key)]))
        \(process("waker", [start("waker_begun"), timer, end("race_answered", key)]))
        \(process("flop", [start("flop_begun"), timer, end("flopped", amount("missing"))]))
        \(process("listener", [start("listen_begun"), bell, end("rung", key)]))
        \(process("burst", [start("burst_begun")] + (1...sparks).map { send("spark", "\"n\": \($0), " + key) } + [end]))
        \(process("crier", [start("crier_begun"), thrown("signal", "bell")]))
        \(process("chimer", [start("chimer_begun"), thrown("signal", "chime")]))
        \(process("failer", [start("failer_begun"), thrown("error", "broken")]))
        \(race)
        </bpmn:definitions>
        """
    }

    private static let key = "\"key\": begun[\"key\"]"
    private static func amount(_ of: String) -> String { key + ", \"amount\": \(of)[\"amount\"]" }

    private static func retrieval(_ message: String) -> String {
        """
        <bpmn:correlationPropertyRetrievalExpression messageRef="\(message)">\
        <bpmn:messagePath>key</bpmn:messagePath></bpmn:correlationPropertyRetrievalExpression>
        """
    }

    private typealias Element = @Sendable (String) -> String

    private static func process(_ id: String, _ elements: [Element]) -> String {
        var text = "<bpmn:process id=\"\(id)\" isExecutable=\"true\">"
        for (index, element) in elements.enumerated() {
            text += element("\(id)\(index)")
            if index > 0 {
                text +=
                    "<bpmn:sequenceFlow id=\"\(id)f\(index)\" sourceRef=\"\(id)\(index - 1)\" targetRef=\"\(id)\(index)\"/>"
            }
        }
        return text + "</bpmn:process>"
    }

    private static func event(_ message: String, _ extension: String) -> String {
        """
        <bpmn:messageEventDefinition messageRef="\(message)"><bpmn:extensionElements>\(`extension`)\
        </bpmn:extensionElements></bpmn:messageEventDefinition>
        """
    }

    private static func variable(_ name: String) -> String {
        "<spiffworkflow:messageVariable>\(name)</spiffworkflow:messageVariable>"
    }

    private static func payload(_ entries: String) -> String {
        "<spiffworkflow:messagePayload>{\(entries)}</spiffworkflow:messagePayload>"
    }

    private static func start(_ message: String) -> Element {
        { "<bpmn:startEvent id=\"\($0)\">\(event(message, variable("begun")))</bpmn:startEvent>" }
    }

    private static func send(_ message: String, _ entries: String) -> Element {
        {
            """
            <bpmn:sendTask id="\($0)" messageRef="\(message)"><bpmn:extensionElements>\(payload(entries))\
            </bpmn:extensionElements></bpmn:sendTask>
            """
        }
    }

    private static func receive(_ message: String) -> Element {
        {
            """
            <bpmn:receiveTask id="\($0)" messageRef="\(message)"><bpmn:extensionElements>\(variable("received"))\
            </bpmn:extensionElements></bpmn:receiveTask>
            """
        }
    }

    private static func end(_ message: String, _ entries: String) -> Element {
        { "<bpmn:endEvent id=\"\($0)\">\(event(message, payload(entries)))</bpmn:endEvent>" }
    }

    private static let end: Element = { "<bpmn:endEvent id=\"\($0)\"/>" }

    private static func thrown(_ kind: String, _ reference: String) -> Element {
        { "<bpmn:endEvent id=\"\($0)\"><bpmn:\(kind)EventDefinition \(kind)Ref=\"\(reference)\"/></bpmn:endEvent>" }
    }

    private static let bell: Element = {
        """
        <bpmn:intermediateCatchEvent id="\($0)"><bpmn:signalEventDefinition signalRef="bell"/>\
        </bpmn:intermediateCatchEvent>
        """
    }

    private static let timer: Element = {
        """
        <bpmn:intermediateCatchEvent id="\($0)"><bpmn:timerEventDefinition><bpmn:timeDuration>"PT10M"\
        </bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
        """
    }

    /// An answer or ten minutes, whichever is first.
    private static var race: String {
        """
        <bpmn:process id="race" isExecutable="true">\(start("race_begun")("r0"))
        <bpmn:sequenceFlow id="rf1" sourceRef="r0" targetRef="r1"/><bpmn:eventBasedGateway id="r1"/>
        <bpmn:sequenceFlow id="rf2" sourceRef="r1" targetRef="r2"/><bpmn:sequenceFlow id="rf3" sourceRef="r1" targetRef="r3"/>
        <bpmn:intermediateCatchEvent id="r2">\(event("race_answered", variable("received")))</bpmn:intermediateCatchEvent>
        \(timer("r3"))
        <bpmn:scriptTask id="r4"><bpmn:script>by = "answer"</bpmn:script></bpmn:scriptTask>
        <bpmn:scriptTask id="r5"><bpmn:script>by = "time"</bpmn:script></bpmn:scriptTask>
        <bpmn:sequenceFlow id="rf4" sourceRef="r2" targetRef="r4"/><bpmn:sequenceFlow id="rf5" sourceRef="r3" targetRef="r5"/>
        <bpmn:sequenceFlow id="rf6" sourceRef="r4" targetRef="r6"/><bpmn:sequenceFlow id="rf7" sourceRef="r5" targetRef="r6"/>
        \(end("race_over", key + ", \"by\": by")("r6"))</bpmn:process>
        """
    }
}
