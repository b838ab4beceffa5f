import Models
import Testing

@Suite("What is not supported is refused by name") struct VocabularyTests {
    static let nodes: [Refusal] = [
        Refusal(
            "¶<complexGateway id=\"x\"/>", "x",
            "complex gateways are not supported; use an inclusive or exclusive gateway"),
        Refusal(
            "¶<adHocSubProcess id=\"x\"/>", "x",
            "ad-hoc subprocesses are not supported; connect its activities with sequence flows"),
        Refusal("¶<choreographyTask id=\"x\"/>", "x", "choreographies are not supported; use processes with messages"),
        Refusal(
            "¶<implicitThrowEvent id=\"x\"/>", "x",
            "implicit throw events are not supported; use an intermediate throw event"),
        Refusal("¶<taskk id=\"x\"/>", "x", "`taskk` is not supported in `process`"),
        Refusal("¶<message id=\"x\"/>", "x", "`message` is not supported in `process`"),
        Refusal(
            process: "<startEvent id=\"s\"/>¶<dataStoreReference id=\"r\" dataStoreRef=\"d\"/>", "r",
            "data stores are not supported; use a data object"),
        Refusal(
            process: "<startEvent id=\"s\"/>¶<correlationSubscription id=\"r\"/>", "r",
            "correlation subscriptions are not supported; use correlation keys"),
        Refusal(
            process: "<startEvent id=\"s\"/>¶<ioBinding/>", "p", "operation bindings are not supported; use messages"),
        Refusal(
            process: "<startEvent id=\"s\"/>¶<task xmlns=\"\" id=\"t\"/>", "t",
            "`task` is in no namespace; give it the prefix of BPMN"),
    ]

    @Test("Nodes and contents of a process", arguments: nodes)
    func node(refusal: Refusal) { refusal.check() }

    static let roots: [Refusal] = [
        "dataStore": "data stores are not supported; keep the data in the process, or ask for it with messages",
        "choreography": "choreographies are not supported; use processes with messages",
        "globalChoreographyTask": "choreographies are not supported; use processes with messages",
        "globalConversation": "conversations are not supported; use a collaboration",
        "globalTask": "global tasks are not supported; use a process with this one task",
        "globalUserTask": "global tasks are not supported; use a process with this one task",
        "globalManualTask": "global tasks are not supported; use a process with this one task",
        "globalScriptTask": "global tasks are not supported; use a process with this one task",
        "globalBusinessRuleTask": "global tasks are not supported; use a process with this one task",
        "messageEventDefinition": "`messageEventDefinition` is not supported in `definitions`",
        "startEvent": "`startEvent` is not supported in `definitions`",
    ].map { Refusal(process: "<startEvent id=\"s\"/>", root: "¶<\($0.key) id=\"g\"/>", "g", $0.value) }

    @Test("What stands beside the process", arguments: roots)
    func root(refusal: Refusal) { refusal.check() }

    static let parts: [Refusal] = [
        Refusal("<task id=\"x\">¶<script/></task>", "x", "`script` is not supported in `task`"),
        Refusal(
            "<parallelGateway id=\"x\">¶<ioSpecification id=\"io\"/></parallelGateway>", "io",
            "`ioSpecification` is not supported in `parallelGateway`"),
        Refusal("<userTask id=\"x\">¶<task id=\"in\"/></userTask>", "in", "`task` is not supported in `userTask`"),
        Refusal(
            "<task id=\"x\"><multiInstanceLoopCharacteristics><loopCardinality>1</loopCardinality>¶<complexBehaviorDefinition/></multiInstanceLoopCharacteristics></task>",
            "x", "complex multi-instance behaviour is not supported; use a completion condition"),
        Refusal(
            "<task id=\"x\">¶<multiInstanceLoopCharacteristics noneBehaviorEventRef=\"e\"><loopCardinality>1</loopCardinality></multiInstanceLoopCharacteristics></task>",
            "x", "events of multi-instance activities (`noneBehaviorEventRef`) are not supported"),
        Refusal(
            "<intermediateCatchEvent id=\"x\">¶<eventDefinitionRef>r</eventDefinitionRef></intermediateCatchEvent>",
            "x", "shared event definitions are not supported; put the definition inside the event"),
        Refusal(
            "<intermediateThrowEvent id=\"x\">¶<compensateEventDefinition/></intermediateThrowEvent>", "x",
            "compensation is not supported; model the way back as a sequence flow"),
        Refusal(
            "<task id=\"x\"/><boundaryEvent id=\"on\" attachedToRef=\"x\">¶<compensateEventDefinition/></boundaryEvent>",
            "on", "compensation is not supported; model the way back as a sequence flow"),
        Refusal(
            "¶<task id=\"x\" isForCompensation=\"true\"/>", "x",
            "compensation is not supported; model the way back as a sequence flow"),
        Refusal("¶<task id=\"x\" startQuantity=\"2\"/>", "x", "a `startQuantity` other than 1 is not supported"),
        Refusal(
            "¶<task id=\"x\" completionQuantity=\"0\"/>", "x", "a `completionQuantity` other than 1 is not supported"),
        Refusal(
            "¶<receiveTask id=\"x\" messageRef=\"m\" instantiate=\"true\"/>", root: "<message id=\"m\" name=\"m\"/>",
            "x", "receive tasks that start a process are not supported; use a message start event"),
        Refusal(
            "<dataObject id=\"d\"/><dataObjectReference id=\"r\" dataObjectRef=\"d\"/><task id=\"x\"><dataInputAssociation><sourceRef>r</sourceRef>¶<assignment/></dataInputAssociation></task>",
            "x", "`assignment` is not supported in `dataInputAssociation`"),
        Refusal(
            "<intermediateCatchEvent id=\"x\"><timerEventDefinition><timeDate>t</timeDate>¶<timer/></timerEventDefinition></intermediateCatchEvent>",
            "x", "`timer` is not supported in `timerEventDefinition`"),
        Refusal(
            process: "<startEvent id=\"s\"/>",
            root: "<collaboration id=\"c\">¶<callConversation id=\"cc\"/></collaboration>", "cc",
            "conversations are not supported; use a collaboration"),
        Refusal(
            process: "<startEvent id=\"s\"/>", root: "<collaboration id=\"c\">¶<process id=\"q\"/></collaboration>",
            "q", "`process` is not supported in `collaboration`"),
    ]

    @Test("Parts of elements", arguments: parts)
    func part(refusal: Refusal) { refusal.check() }

    private static let waiting =
        "<sequenceFlow id=\"w\" sourceRef=\"x\" targetRef=\"c\"/><intermediateCatchEvent id=\"c\"><signalEventDefinition signalRef=\"g\"/></intermediateCatchEvent>"

    static let gateways: [Refusal] = [
        Refusal(
            process: "<startEvent id=\"s\"/>¶<eventBasedGateway id=\"x\" eventGatewayType=\"Parallel\"/>\(waiting)",
            root: "<signal id=\"g\" name=\"g\"/>", "x",
            "parallel event-based gateways are not supported; use a parallel multiple event"),
        Refusal(
            process: "<startEvent id=\"s\"/>¶<eventBasedGateway id=\"x\" instantiate=\"true\"/>\(waiting)",
            root: "<signal id=\"g\" name=\"g\"/>", "x",
            "event-based gateways that start a process are not supported; use several message start events"),
    ]

    @Test("Ways of event-based gateways", arguments: gateways)
    func gateway(refusal: Refusal) { refusal.check() }

    /// Each definition in each position it cannot stand in.
    static let misplaced: [Refusal] = {
        let all = ["message", "signal", "timer", "conditional", "error", "escalation", "link", "terminate", "cancel"]
        let positions: [(node: String, allowed: TextSet, wrap: (String) -> Refusal.Wrapped)] = [
            (
                "startEvent", ["message", "signal", "timer", "conditional"],
                { .process("<startEvent id=\"x\">\($0)</startEvent>") }
            ),
            (
                "intermediateCatchEvent", ["message", "signal", "timer", "conditional", "link"],
                { .middle("<intermediateCatchEvent id=\"x\">\($0)</intermediateCatchEvent>") }
            ),
            (
                "intermediateThrowEvent", ["message", "signal", "escalation", "link"],
                { .middle("<intermediateThrowEvent id=\"x\">\($0)</intermediateThrowEvent>") }
            ),
            (
                "endEvent", ["message", "signal", "error", "escalation", "terminate", "cancel"],
                { .process("<startEvent id=\"s\"/><endEvent id=\"x\">\($0)</endEvent>") }
            ),
            (
                "boundaryEvent", ["message", "signal", "timer", "conditional", "error", "escalation", "cancel"],
                {
                    .process(
                        "<startEvent id=\"s\"/><task id=\"t\"/><boundaryEvent id=\"x\" attachedToRef=\"t\">\($0)</boundaryEvent>"
                    )
                }
            ),
        ]
        return positions.flatMap { position in
            all.filter { !position.allowed.contains($0) }.map { kind in
                let message = "a `\(kind)EventDefinition` cannot stand in this `\(position.node)`"
                switch position.wrap("¶<\(kind)EventDefinition/>") {
                case .process(let text): return Refusal(process: text, "x", message)
                case .middle(let text): return Refusal(text, "x", message)
                }
            }
        }
    }()

    @Test("Event definitions where they cannot stand", arguments: misplaced)
    func definition(refusal: Refusal) { refusal.check() }

    @Test("What Camunda does with a decision's result is not read")
    func camundaResult() throws {
        let task = """
            <businessRuleTask id="x" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" camunda:decisionRef="rules" \
            camunda:resultVariable="r"/>
            """
        let definition = try Model.around(task).definition(.bpmn)
        #expect(definition.told == ["x: `camunda:resultVariable` is not read: the result is merged into the data"])
        guard case .businessRuleTask(decision: "rules") = try definition.element("x").kind else {
            Issue.record("not a business rule task")
            return
        }
    }

    @Test("In the plain dialect a business rule task names its decision as Camunda has it")
    func camunda() {
        Refusal("¶<businessRuleTask id=\"x\"/>", "x", "this business rule task has no `camunda:decisionRef`")
            .inPlainDialect().check()
        let spiff = """
            ¶<businessRuleTask id="x" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" camunda:decisionRef="rules"/>
            """
        Refusal(
            spiff, "x",
            "this business rule task has no `calledDecisionId`; `camunda:decisionRef` is read in the bpmn dialect"
        ).check()
    }
}

extension Refusal {
    enum Wrapped { case process(String), middle(String) }
}
