import Models
import Testing

@Suite("References") struct ReferenceTests {
    static let dangling: [Refusal] = [
        Refusal(
            "<task id=\"x\"/>¶<sequenceFlow id=\"f\" sourceRef=\"x\" targetRef=\"ende\"/>", "f",
            "there is no element `ende`"),
        Refusal(
            "<task id=\"x\"/><task id=\"pay\"/>¶<sequenceFlow id=\"f\" sourceRef=\"x\" targetRef=\"pya\"/>", "f",
            "there is no element `pya`; did you mean `pay`?"),
        Refusal("<task id=\"x\"/>¶<sequenceFlow id=\"f\" sourceRef=\"x\"/>", "f", "`sequenceFlow` names no element"),
        Refusal(
            "<intermediateThrowEvent id=\"x\">¶<messageEventDefinition messageRef=\"oder\"/></intermediateThrowEvent>",
            root: "<message id=\"order\" name=\"o\"/>", "x", "there is no message `oder`; did you mean `order`?"),
        Refusal("¶<sendTask id=\"x\" messageRef=\"order\"/>", "x", "there is no message `order`"),
        Refusal(
            "<intermediateThrowEvent id=\"x\">¶<signalEventDefinition signalRef=\"a\"/></intermediateThrowEvent>", "x",
            "there is no signal `a`"),
        Refusal(
            "<intermediateThrowEvent id=\"x\">¶<escalationEventDefinition escalationRef=\"a\"/></intermediateThrowEvent>",
            "x", "there is no escalation `a`"),
        Refusal(
            process: "<startEvent id=\"s\"/><endEvent id=\"x\">¶<errorEventDefinition errorRef=\"Eror\"/></endEvent>",
            root: "<error id=\"Error\"/>", "x", "there is no error `Eror`; did you mean `Error`?"),
        Refusal(
            process:
                "<startEvent id=\"s\"/>¶<boundaryEvent id=\"on\" attachedToRef=\"x\"><cancelEventDefinition/></boundaryEvent>",
            "on", "there is no activity `x`"),
        Refusal(
            process: "<startEvent id=\"s\"/>¶<boundaryEvent id=\"on\"><cancelEventDefinition/></boundaryEvent>", "on",
            "`boundaryEvent` names no activity"),
        Refusal("¶<exclusiveGateway id=\"x\" default=\"B\"/>", "x", "there is no outgoing flow `B`; did you mean `b`?"),
        Refusal("¶<exclusiveGateway id=\"x\" default=\"a\"/>", "x", "there is no outgoing flow `a`"),
        Refusal("¶<callActivity id=\"x\" calledElement=\"order\"/>", "x", "there is no process `order`"),
        Refusal("¶<callActivity id=\"x\" calledElement=\"pp\"/>", "x", "there is no process `pp`"),
        Refusal(
            "<task id=\"x\"><dataInputAssociation>¶<sourceRef>d</sourceRef></dataInputAssociation></task>", "x",
            "there is no data object reference `d`"),
        Refusal(
            "<task id=\"x\">¶<dataOutputAssociation/></task>", "x", "this `dataOutputAssociation` has no `targetRef`"),
        Refusal(
            "¶<dataObjectReference id=\"d\" dataObjectRef=\"o\"/><task id=\"x\"><dataInputAssociation><sourceRef>d</sourceRef></dataInputAssociation></task>",
            "d", "there is no data object `o`"),
        Refusal(
            "<dataObjectReference id=\"d\" dataObjectRef=\"o\"/><task id=\"x\"><dataInputAssociation>¶<sourceRef>d</sourceRef></dataInputAssociation></task><subProcess id=\"y\"><dataObject id=\"o\"/><startEvent id=\"i\"/><endEvent id=\"j\"/></subProcess>",
            "x", "the data object `o` belongs to a subprocess that `x` is not in"),
        Refusal(
            "<task id=\"x\"><ioSpecification><dataInput id=\"a\"/><inputSet>¶<dataInputRefs>b</dataInputRefs></inputSet></ioSpecification></task>",
            "x", "there is no dataInput `b`"),
        Refusal(
            process:
                "<startEvent id=\"s\"/>¶<intermediateThrowEvent id=\"x\"><linkEventDefinition name=\"l\"/></intermediateThrowEvent>",
            "x", "there is no catching link `l`"),
        Refusal(
            whole:
                "<process id=\"p\"><startEvent id=\"s\"/>¶<callActivity id=\"x\" calledElement=\"q\"/></process><process id=\"q\" isExecutable=\"false\"/>",
            "x", "the called process `q` is not executable"),
    ]

    @Test("A reference that leads nowhere is told with what it may have meant", arguments: dangling)
    func missing(refusal: Refusal) { refusal.check() }

    private static let rule =
        "<correlationPropertyRetrievalExpression messageRef=\"m\"><messagePath>a</messagePath></correlationPropertyRetrievalExpression>"

    static let correlations: [Refusal] = [
        Refusal(
            process: "<startEvent id=\"s\"/>", root: "¶<correlationProperty id=\"c\"/>", "c",
            "no `correlationPropertyRetrievalExpression` tells where `c` comes from"),
        Refusal(
            process: "<startEvent id=\"s\"/>",
            root: "<message id=\"m\"/>¶<correlationProperty>\(rule)</correlationProperty>", nil,
            "this `correlationProperty` has no id"),
        Refusal(
            process: "<startEvent id=\"s\"/>",
            root:
                "<message id=\"m\"/><correlationProperty id=\"c\">\(rule)</correlationProperty>¶<correlationProperty id=\"c\">\(rule)</correlationProperty>",
            "c", "the correlation property `c` is there twice"),
        Refusal(
            process: "<startEvent id=\"s\"/>",
            root:
                "<correlationProperty id=\"c\">¶<correlationPropertyRetrievalExpression messageRef=\"m\"/></correlationProperty>",
            "c", "there is no message `m`"),
        Refusal(
            process: "<startEvent id=\"s\"/>",
            root:
                "<message id=\"m\"/><correlationProperty id=\"c\">¶<correlationPropertyRetrievalExpression messageRef=\"m\"/></correlationProperty>",
            "c", "no `messagePath` tells where in the message `c` is"),
        Refusal(
            process: "<startEvent id=\"s\"/>",
            root:
                "<message id=\"m\"/><correlationProperty id=\"c\"><correlationPropertyRetrievalExpression messageRef=\"m\">¶<messagePath/></correlationPropertyRetrievalExpression></correlationProperty>",
            "c", "messagePath is empty; it must be an expression"),
        Refusal(
            process: "<startEvent id=\"s\"/>", root: "<collaboration id=\"k\">¶<correlationKey/></collaboration>", nil,
            "this `correlationKey` has neither name nor id"),
        Refusal(
            process: "<startEvent id=\"s\"/>",
            root:
                "<collaboration id=\"k\"><correlationKey id=\"key\">¶<correlationPropertyRef>order</correlationPropertyRef></correlationKey></collaboration>",
            "key", "there is no correlation property `order`"),
        Refusal(
            "<intermediateThrowEvent id=\"x\"><messageEventDefinition messageRef=\"m\"/></intermediateThrowEvent>",
            root: "¶<message id=\"m\"/>", "m", "the message `m` has no name"),
        Refusal(
            "<intermediateThrowEvent id=\"x\"><signalEventDefinition signalRef=\"m\"/></intermediateThrowEvent>",
            root: "¶<signal id=\"m\"/>", "m", "the signal `m` has no name"),
        Refusal(
            "<intermediateThrowEvent id=\"x\"><messageEventDefinition messageRef=\"m\"><extensionElements>¶<spiff:processVariableCorrelation/></extensionElements></messageEventDefinition></intermediateThrowEvent>",
            root: "<message id=\"m\" name=\"m\"/>", "x",
            "`processVariableCorrelation` needs a `propertyId` and an `expression`"),
    ]

    @Test("Messages and correlations that say too little are refused", arguments: correlations)
    func correlation(refusal: Refusal) { refusal.check() }

    @Test("References may be qualified, and prefixes are the author's")
    func qualified() throws {
        let definition = try Model(
            document: """
                <b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tns="urn:t" targetNamespace="urn:t">
                <b:message id="m" name="order"/>
                <b:process id="p"><b:startEvent id="s"><b:messageEventDefinition messageRef="tns:m"/></b:startEvent>
                <b:sequenceFlow id="f" sourceRef="tns:s" targetRef="tns:x"/><b:callActivity id="x" calledElement="tns:p"/></b:process>
                </b:definitions>
                """
        ).definition()
        guard case .start(.message(let message)) = try definition.element("s").kind else {
            Issue.record("start"); return
        }
        #expect(message.name == "order")
        #expect(definition.flows.map(\.target) == [1])
        guard case .callActivity(0) = try definition.element("x").kind else { Issue.record("call"); return }
    }

    @Test("Everything that is wrong is told at once, from top to bottom")
    func allAtOnce() {
        let model = Model(
            """
            ¶<startEvent/>
            ¶<complexGateway id="c"/>
            <scriptTask id="t">¶<script/></scriptTask>
            ¶<sequenceFlow id="f" sourceRef="t" targetRef="nobody"/>
            """)
        #expect(model.problems().map(\.place) == model.places)
    }

    @Test("Only so many problems are told, and how many more there are")
    func manyProblems() {
        let tasks = (0..<1_500).map {
            "<scriptTask id=\"t\($0)\"/><sequenceFlow id=\"f\($0)\" sourceRef=\"s\" targetRef=\"t\($0)\"/>"
        }.joined()
        let problems = Model("<startEvent id=\"s\"/>\(tasks)").problems()
        #expect(problems.count == 1_001)
        #expect(problems.last?.message == "… and 500 more problems")
    }
}
