import Foundation

@testable import EmbeddedEngine
@testable import EnginePort
@testable import Messages
@testable import Models
@testable import Simulation
@testable import Values

/// A random process of nested blocks, and steps that a person and a sender might take in it.
struct RandomModel {
    private var random: SeededRandom
    private var count = 0
    private var people: [String] = []
    /// The open scopes' elements and flows, innermost last.
    private var text = [""]

    static let messages = ["m1", "m2"]

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    /// The model and a scenario for it.
    mutating func make(steps: Int) -> (ModelSource, Value) {
        let body = block(depth: 5)
        let (first, last) = (add("startEvent", "s"), add("endEvent", "e"))
        flow(first, body.first)
        flow(body.last, last)
        let roots =
            Self.messages.map {
                """
                <bpmn:message id="\($0)" name="\($0)"><bpmn:extensionElements><spiffworkflow:messagePayload>n\
                </spiffworkflow:messagePayload><spiffworkflow:messageVariable>got</spiffworkflow:messageVariable>\
                </bpmn:extensionElements></bpmn:message>
                """
            }.joined() + "<bpmn:error id=\"E\" errorCode=\"E\"/>"
        let scenario: Value = [
            "models": ["model.bpmn"], "process": "p", "data": ["n": .int(pick(6))],
            "steps": .list((0..<steps).map { _ in step() }),
        ]
        return (model(text[0], roots: roots), scenario)
    }

    private mutating func step() -> Value {
        switch pick(5) {
        case 0: return ["event": "message", "name": .string(Self.messages[pick(2)]), "payload": .int(pick(9))]
        case 1: return ["advance": .int(1 + pick(9))]
        case _ where people.isEmpty: return ["advance": 0]
        default: return ["complete": .string(people[pick(people.count)]), "data": ["n": .int(pick(9))]]
        }
    }

    private mutating func pick(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }

    private mutating func add(_ tag: String, _ prefix: String, _ inner: String = "", _ attributes: String = "")
        -> String
    {
        count += 1
        let id = "\(prefix)\(count)"
        text[text.count - 1] += "<bpmn:\(tag) id=\"\(id)\" \(attributes)>\(inner)</bpmn:\(tag)>\n"
        return id
    }

    private mutating func flow(_ source: String, _ target: String, if condition: String? = nil) {
        count += 1
        let inner =
            condition.map {
                "<bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\">\($0)</bpmn:conditionExpression>"
            } ?? ""
        text[text.count - 1] +=
            "<bpmn:sequenceFlow id=\"f\(count)\" sourceRef=\"\(source)\" targetRef=\"\(target)\">\(inner)</bpmn:sequenceFlow>\n"
    }

    private mutating func leaf() -> String {
        switch pick(7) {
        case 0: return add("scriptTask", "c", "<bpmn:script>n = n + 1; v\(pick(3)) = [n]</bpmn:script>")
        case 1: return add("sendTask", "t", "", "messageRef=\"m\(1 + pick(2))\"")
        case 2: return add("receiveTask", "r", "", "messageRef=\"m\(1 + pick(2))\"")
        case 3:
            let timer = "<bpmn:timerEventDefinition><bpmn:timeDuration>\"PT\(1 + pick(9))S\"</bpmn:timeDuration>"
            return add("intermediateCatchEvent", "w", timer + "</bpmn:timerEventDefinition>")
        default:
            people.append(add("userTask", "u"))
            return people[people.count - 1]
        }
    }

    private mutating func block(depth: Int) -> (first: String, last: String) {
        if depth == 0 || pick(5) == 0 {
            let only = leaf()
            return (only, only)
        }
        switch pick(6) {
        case 0, 1:
            let (one, other) = (block(depth: depth - 1), block(depth: depth - 1))
            flow(one.last, other.first)
            return (one.first, other.last)
        case 2: return gateways("parallelGateway", depth)
        case 3: return gateways("inclusiveGateway", depth)
        case 4: return gateways("exclusiveGateway", depth)
        default: return subprocess(depth)
        }
    }

    private mutating func gateways(_ tag: String, _ depth: Int) -> (String, String) {
        let (split, join) = (add(tag, "g"), add(tag, "j"))
        for branch in 0..<(2 + pick(2)) {
            let inner = block(depth: depth - 1)
            // One branch is always open.
            let condition = branch == 0 ? "True" : "n % 2 == \(pick(2))"
            flow(split, inner.first, if: tag == "parallelGateway" ? nil : condition)
            flow(inner.last, join)
        }
        return (split, join)
    }

    private mutating func subprocess(_ depth: Int) -> (String, String) {
        text.append("")
        let (start, end) = (add("startEvent", "is"), add("endEvent", "ie"))
        let inner = block(depth: depth - 1)
        flow(start, inner.first)
        if pick(3) == 0 {
            let choice = add("exclusiveGateway", "ix")
            let fails = add("endEvent", "if", "<bpmn:errorEventDefinition errorRef=\"E\"/>")
            flow(inner.last, choice)
            flow(choice, fails, if: "n % 3 == 0")
            flow(choice, end, if: "True")
        } else {
            flow(inner.last, end)
        }
        let content = text.removeLast()
        let loop = [
            "", "", "<bpmn:standardLoopCharacteristics loopMaximum=\"2\"/>",
            "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality>"
                + "</bpmn:multiInstanceLoopCharacteristics>",
            "<bpmn:multiInstanceLoopCharacteristics isSequential=\"true\"><bpmn:loopCardinality>2</bpmn:loopCardinality>"
                + "</bpmn:multiInstanceLoopCharacteristics>",
        ][pick(5)]
        let host = add("subProcess", "sub", loop + content)
        let join = add("exclusiveGateway", "j")
        flow(host, join)
        let definition = [
            "<bpmn:messageEventDefinition messageRef=\"m1\"/>", "<bpmn:errorEventDefinition errorRef=\"E\"/>",
            "<bpmn:timerEventDefinition><bpmn:timeDuration>\"PT5S\"</bpmn:timeDuration></bpmn:timerEventDefinition>",
        ][pick(3)]
        let cancels = definition.contains("error") || pick(2) == 0 ? "true" : "false"
        let boundary = add(
            "boundaryEvent", "b", definition, "attachedToRef=\"\(host)\" cancelActivity=\"\(cancels)\"")
        flow(boundary, join)
        return (host, join)
    }
}
