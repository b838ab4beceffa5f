import Models
import Testing

@Suite("What cannot run is refused") struct StructureTests {
    private static let signal = "<signal id=\"g\" name=\"g\"/>"
    private static let catching = "<signalEventDefinition signalRef=\"g\"/>"

    static let processes: [Refusal] = [
        Refusal(
            whole: "<process id=\"s\"><startEvent id=\"a\"/></process>\n¶<process id=\"p\"><task id=\"t\"/></process>",
            "p", "this process has no start element"),
        Refusal(
            whole: "¶<process><startEvent id=\"a\"/></process><process id=\"q\"><startEvent id=\"a\"/></process>", nil,
            "this process has no id"),
        Refusal(
            whole:
                "<process id=\"p\"><startEvent id=\"a\"/></process>\n¶<process id=\"p\"><startEvent id=\"a\"/></process>",
            "p", "there is another process `p`, in model.bpmn:5:1"),
        Refusal(
            whole:
                "<process id=\"q\"><startEvent id=\"a\"/></process>\n¶<process id=\"p\" isExecutable=\"yes\"><startEvent id=\"a\"/></process>",
            "p", "`isExecutable` is \"yes\", but must be true or false"),
        Refusal(
            document:
                "¶<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"><process id=\"p\" isExecutable=\"false\"><startEvent id=\"a\"/></process></definitions>",
            nil, "no process here is executable; set `isExecutable=\"true\"`"),
        Refusal(
            document: "¶<definitions id=\"d\"/>", "d",
            "the root is `definitions`; a BPMN 2.0 model begins with `definitions` in the namespace http://www.omg.org/spec/BPMN/20100524/MODEL"
        ),
        Refusal(
            document: "¶<b:process xmlns:b=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" id=\"d\"/>", "d",
            "the root is `b:process`; a BPMN 2.0 model begins with `definitions` in the namespace http://www.omg.org/spec/BPMN/20100524/MODEL"
        ),
    ]

    @Test("Processes and files", arguments: processes)
    func process(refusal: Refusal) { refusal.check() }

    static let ids: [Refusal] = [
        Refusal(process: "<startEvent id=\"s\"/>¶<task/>", nil, "this `task` has no id"),
        Refusal(
            process: "<startEvent id=\"s\"/>¶<sequenceFlow sourceRef=\"s\" targetRef=\"e\"/><endEvent id=\"e\"/>", nil,
            "this sequence flow has no id"),
        Refusal(
            process: "<startEvent id=\"s\"/>\n¶<task id=\"s\"/>", "s",
            "the id `s` is taken by the `startEvent` in line 7"),
        Refusal(
            process: "<startEvent id=\"s\"/>\n¶<task id=\"p\"/>", "p", "the id `p` is taken by the `process` in line 6"),
        Refusal(
            "<task id=\"x\"/>¶<sequenceFlow id=\"a\" sourceRef=\"x\" targetRef=\"e\"/>", "a",
            "the id `a` is taken by the `sequenceFlow` in line 7"),
        Refusal(
            "<subProcess id=\"x\"><startEvent id=\"i\"/>¶<endEvent id=\"s\"/></subProcess>", "s",
            "the id `s` is taken by the `startEvent` in line 7"),
        Refusal(
            "<task id=\"x\"/><dataObject id=\"d\"/>¶<dataObject id=\"d\"/>", "d",
            "the id `d` is taken by the `dataObject` in line 8"),
        Refusal(
            process: "<startEvent id=\"s\"/>", root: "<message id=\"m\" name=\"a\"/>¶<message id=\"m\" name=\"b\"/>",
            "m", "the id `m` is taken by the `message` in line 5"),
        Refusal(process: "<startEvent id=\"s\"/>", root: "¶<signal name=\"a\"/>", nil, "this `signal` has no id"),
    ]

    @Test("Ids that are missing or taken", arguments: ids)
    func id(refusal: Refusal) { refusal.check() }

    static let flows: [Refusal] = [
        Refusal(
            "<task id=\"x\"/>¶<sequenceFlow id=\"f\" sourceRef=\"x\" targetRef=\"s\"/>", "s",
            "a sequence flow cannot lead to a start element"),
        Refusal(
            "<task id=\"x\"/>¶<sequenceFlow id=\"f\" sourceRef=\"e\" targetRef=\"x\"/>", "e",
            "a sequence flow cannot leave an end element"),
        Refusal(
            "<task id=\"x\"/><boundaryEvent id=\"on\" attachedToRef=\"x\">\(catching)</boundaryEvent>¶<sequenceFlow id=\"f\" sourceRef=\"x\" targetRef=\"on\"/>",
            root: signal, "on", "a sequence flow cannot lead to a boundary element"),
        Refusal(
            "<subProcess id=\"x\"><startEvent id=\"i\"/><endEvent id=\"j\"/></subProcess>¶<sequenceFlow id=\"f\" sourceRef=\"x\" targetRef=\"j\"/>",
            "f", "a sequence flow cannot cross the border of a subprocess"),
        Refusal(
            process:
                "<startEvent id=\"s\"/><subProcess id=\"x\" triggeredByEvent=\"true\"><startEvent id=\"i\">\(catching)</startEvent><endEvent id=\"j\"/></subProcess>¶<sequenceFlow id=\"f\" sourceRef=\"s\" targetRef=\"x\"/>",
            root: signal, "x", "an event subprocess cannot be connected with sequence flows"),
        Refusal(
            process:
                "<startEvent id=\"s\"/><sequenceFlow id=\"f\" sourceRef=\"s\" targetRef=\"x\"/>¶<exclusiveGateway id=\"x\"/>",
            "x", "no sequence flow leaves this gateway"),
        Refusal(
            process:
                "<startEvent id=\"s\"/><sequenceFlow id=\"f\" sourceRef=\"s\" targetRef=\"x\"/>¶<parallelGateway id=\"x\"/>",
            "x", "no sequence flow leaves this gateway"),
        Refusal(
            process:
                "<startEvent id=\"s\"/><sequenceFlow id=\"f\" sourceRef=\"s\" targetRef=\"x\"/>¶<inclusiveGateway id=\"x\"/>",
            "x", "no sequence flow leaves this gateway"),
        Refusal(
            process:
                "<startEvent id=\"s\"/><sequenceFlow id=\"f\" sourceRef=\"s\" targetRef=\"x\"/>¶<eventBasedGateway id=\"x\"/>",
            "x", "no sequence flow leaves this gateway"),
        Refusal(
            "<exclusiveGateway id=\"x\" default=\"b\"/>¶<sequenceFlow id=\"f\" sourceRef=\"x\" targetRef=\"e\"/>", "f",
            "this flow leaves a gateway, so it needs a condition, or to be the gateway's default"),
        Refusal(
            "<inclusiveGateway id=\"x\" default=\"b\"/>¶<sequenceFlow id=\"f\" sourceRef=\"x\" targetRef=\"e\"><conditionExpression> </conditionExpression></sequenceFlow>",
            "f", "this flow leaves a gateway, so it needs a condition, or to be the gateway's default"),
        Refusal(
            process:
                "<startEvent id=\"s\"/><eventBasedGateway id=\"x\"/>¶<sequenceFlow id=\"b\" sourceRef=\"x\" targetRef=\"t\"/><task id=\"t\"/>",
            "b", "an event-based gateway leads to catch elements and receive tasks; `t` is neither"),
        Refusal(
            process:
                "<startEvent id=\"s\"/><intermediateThrowEvent id=\"out\"><linkEventDefinition name=\"l\"/></intermediateThrowEvent>¶<sequenceFlow id=\"f\" sourceRef=\"out\" targetRef=\"in\"/><task id=\"in\"/><intermediateCatchEvent id=\"c\"><linkEventDefinition name=\"l\"/></intermediateCatchEvent>",
            "out", "a sequence flow cannot leave a link that throws"),
        Refusal(
            process:
                "<startEvent id=\"s\"/>¶<sequenceFlow id=\"f\" sourceRef=\"s\" targetRef=\"c\"/><intermediateCatchEvent id=\"c\"><linkEventDefinition name=\"l\"/></intermediateCatchEvent>",
            "c", "a sequence flow cannot lead to a link that catches"),
    ]

    @Test("Sequence flows and gateways", arguments: flows)
    func flow(refusal: Refusal) { refusal.check() }

    static let events: [Refusal] = [
        Refusal("¶<intermediateCatchEvent id=\"x\"/>", "x", "this `intermediateCatchEvent` has no event definition"),
        Refusal(
            "<task id=\"x\"/>¶<boundaryEvent id=\"on\" attachedToRef=\"x\"/>", "on",
            "this `boundaryEvent` has no event definition"),
        Refusal(
            process:
                "<startEvent id=\"s\"/><subProcess id=\"x\" triggeredByEvent=\"true\">¶<startEvent id=\"i\"/><endEvent id=\"j\"/></subProcess>",
            "i", "this `startEvent` has no event definition"),
        Refusal(
            "<exclusiveGateway id=\"x\"/>¶<boundaryEvent id=\"on\" attachedToRef=\"x\">\(catching)</boundaryEvent>",
            root: signal, "on", "`x` is no activity; a boundary element is attached to a task, subprocess or call"),
        Refusal(
            process:
                "<startEvent id=\"s\"/><subProcess id=\"x\" triggeredByEvent=\"true\"><startEvent id=\"i\">\(catching)</startEvent><endEvent id=\"j\"/></subProcess>¶<boundaryEvent id=\"on\" attachedToRef=\"x\">\(catching)</boundaryEvent>",
            root: signal, "on", "`x` is no activity; a boundary element is attached to a task, subprocess or call"),
        Refusal(
            "<subProcess id=\"x\"><startEvent id=\"i\"/><endEvent id=\"j\"/></subProcess><subProcess id=\"y\"><startEvent id=\"k\"/><endEvent id=\"l\"/>¶<boundaryEvent id=\"on\" attachedToRef=\"x\">\(catching)</boundaryEvent></subProcess>",
            root: signal, "on", "`x` is in another scope; a boundary element stands beside its activity"),
        Refusal(
            "<task id=\"x\"/>¶<boundaryEvent id=\"on\" attachedToRef=\"x\"><cancelEventDefinition/></boundaryEvent>",
            "on", "`x` is no transaction, and nothing else can be cancelled"),
        Refusal(
            "¶<transaction id=\"x\" triggeredByEvent=\"true\"><startEvent id=\"i\"/><endEvent id=\"j\"/></transaction>",
            "x", "a transaction cannot be triggered by an event"),
        Refusal(
            "<intermediateCatchEvent id=\"x\">¶<timerEventDefinition/></intermediateCatchEvent>", "x",
            "a timer has one of `timeDate`, `timeDuration` and `timeCycle`"),
        Refusal(
            "<intermediateCatchEvent id=\"x\">¶<timerEventDefinition><timeDate>a</timeDate><timeCycle>b</timeCycle></timerEventDefinition></intermediateCatchEvent>",
            "x", "a timer has one of `timeDate`, `timeDuration` and `timeCycle`"),
        Refusal(
            "<intermediateCatchEvent id=\"x\"><timerEventDefinition>¶<timeDate> </timeDate></timerEventDefinition></intermediateCatchEvent>",
            "x", "timeDate is empty; it must be an expression"),
        Refusal(
            "<intermediateCatchEvent id=\"x\">¶<conditionalEventDefinition/></intermediateCatchEvent>", "x",
            "this conditional event has no `condition`"),
        Refusal(
            "<intermediateCatchEvent id=\"x\"><conditionalEventDefinition>¶<condition/></conditionalEventDefinition></intermediateCatchEvent>",
            "x", "condition is empty; it must be an expression"),
        Refusal(
            process:
                "<startEvent id=\"s\"/><intermediateCatchEvent id=\"x\">¶<linkEventDefinition/></intermediateCatchEvent>",
            "x", "this link has no name"),
        Refusal(
            process:
                "<startEvent id=\"s\"/>¶<intermediateCatchEvent id=\"x\"><linkEventDefinition name=\"l\"/>\(catching)</intermediateCatchEvent>",
            root: signal, "x", "a link stands alone in its event"),
        Refusal(
            process:
                "<startEvent id=\"s\"/><intermediateCatchEvent id=\"c\"><linkEventDefinition name=\"l\"/></intermediateCatchEvent>¶<intermediateCatchEvent id=\"d\"><linkEventDefinition name=\"l\"/></intermediateCatchEvent>",
            "d", "the link `l` is already caught by `c`"),
    ]

    @Test("Events", arguments: events)
    func event(refusal: Refusal) { refusal.check() }

    static let activities: [Refusal] = [
        Refusal("¶<scriptTask id=\"x\"/>", "x", "this script task has no script"),
        Refusal("<scriptTask id=\"x\">¶<script> </script></scriptTask>", "x", "this script task has no script"),
        Refusal(
            "<scriptTask id=\"x\"><script>a</script>¶<script>b</script></scriptTask>", "x",
            "this script task has several scripts"),
        Refusal("¶<callActivity id=\"x\"/>", "x", "this call activity names no `calledElement`"),
        Refusal(
            "<serviceTask id=\"x\"><extensionElements>¶<spiff:serviceTaskOperator resultVariable=\"r\"/></extensionElements></serviceTask>",
            "x", "the `serviceTaskOperator` of this service task has no id"),
        Refusal(
            "<serviceTask id=\"x\"><extensionElements><spiff:serviceTaskOperator id=\"o\"><spiff:parameters>¶<spiff:parameter value=\"1\"/></spiff:parameters></spiff:serviceTaskOperator></extensionElements></serviceTask>",
            "x", "this service parameter has no id"),
        Refusal(
            "<serviceTask id=\"x\"><extensionElements><spiff:serviceTaskOperator id=\"o\">¶<spiff:retry retries=\"many\"/></spiff:serviceTaskOperator></extensionElements></serviceTask>",
            "x", "`retries` is \"many\", but must be a whole number"),
        Refusal("¶<businessRuleTask id=\"x\"/>", "x", "this business rule task has no `calledDecisionId`"),
        Refusal("¶<sendTask id=\"x\"/>", "x", "`sendTask` names no message: give it a `messageRef`"),
        Refusal(
            "<receiveTask id=\"x\">¶<messageEventDefinition/></receiveTask>", "x",
            "`messageEventDefinition` names no message: give it a `messageRef`"),
        Refusal(
            "<intermediateThrowEvent id=\"x\">¶<signalEventDefinition/></intermediateThrowEvent>", "x",
            "`signalEventDefinition` names no signal: give it a `signalRef`"),
        Refusal(
            "¶<subProcess id=\"x\"><endEvent id=\"j\"/></subProcess>", "x",
            "a subprocess has exactly one start element; here are 0"),
        Refusal(
            "¶<subProcess id=\"x\"><startEvent id=\"h\"/><startEvent id=\"i\"/><endEvent id=\"j\"/></subProcess>", "x",
            "a subprocess has exactly one start element; here are 2"),
        Refusal(
            "¶<subProcess id=\"x\"><startEvent id=\"i\"/></subProcess>", "x",
            "a subprocess has at least one end element"),
        Refusal(
            "<task id=\"x\">¶<standardLoopCharacteristics/></task>", "x",
            "this loop never ends: give it a `loopMaximum` or a `loopCondition`"),
        Refusal(
            "<task id=\"x\">¶<standardLoopCharacteristics loopMaximum=\"-1\"/></task>", "x",
            "`loopMaximum` is \"-1\", but must be a whole number"),
        Refusal(
            "<task id=\"x\">¶<standardLoopCharacteristics loopMaximum=\"1\"/><multiInstanceLoopCharacteristics><loopCardinality>1</loopCardinality></multiInstanceLoopCharacteristics></task>",
            "x", "an activity is either a loop or multi-instance, not both"),
        Refusal(
            "<task id=\"x\">¶<multiInstanceLoopCharacteristics/></task>", "x",
            "a multi-instance activity has either a `loopCardinality` or a `loopDataInputRef`"),
        Refusal(
            "<task id=\"x\">¶<multiInstanceLoopCharacteristics><loopCardinality>1</loopCardinality><loopDataInputRef>a</loopDataInputRef></multiInstanceLoopCharacteristics></task>",
            "x", "a multi-instance activity has either a `loopCardinality` or a `loopDataInputRef`"),
        Refusal(
            "<task id=\"x\"><multiInstanceLoopCharacteristics><loopCardinality>1</loopCardinality>¶<inputDataItem/></multiInstanceLoopCharacteristics></task>",
            "x", "this `inputDataItem` has no id, which names the variable"),
        Refusal(
            "<task id=\"x\"><ioSpecification><dataInput id=\"a\"/><inputSet><dataInputRefs>a</dataInputRefs></inputSet></ioSpecification>¶<multiInstanceLoopCharacteristics><loopDataInputRef>b</loopDataInputRef></multiInstanceLoopCharacteristics></task>",
            "x", "`b` is not among the inputs of the io specification"),
        Refusal(
            "<task id=\"x\"><ioSpecification><dataOutput id=\"a\"/><outputSet><dataOutputRefs>a</dataOutputRefs></outputSet></ioSpecification>¶<multiInstanceLoopCharacteristics><loopDataInputRef>i</loopDataInputRef><loopDataOutputRef>b</loopDataOutputRef></multiInstanceLoopCharacteristics></task>",
            "x", "`b` is not among the outputs of the io specification"),
    ]

    @Test("Activities", arguments: activities)
    func activity(refusal: Refusal) { refusal.check() }
}
