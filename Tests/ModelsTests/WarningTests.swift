import Models
import Testing

@Suite("What looks like a mistake is told beside the definition") struct WarningTests {
    private func told(_ model: Model) throws -> [String] {
        let definition = try model.definition()
        #expect(definition.warnings.map(\.place) == model.places)
        return definition.told
    }

    @Test("Elements that nothing leads to")
    func unreachable() throws {
        #expect(
            try told(
                Model(
                    """
                    <startEvent id="s"/>¶<task id="alone"/>
                    ¶<task id="c1"/>¶<task id="c2"/><sequenceFlow id="a" sourceRef="c1" targetRef="c2"/><sequenceFlow id="b" sourceRef="c2" targetRef="c1"/>
                    ¶<subProcess id="sub">¶<startEvent id="i"/><sequenceFlow id="f" sourceRef="i" targetRef="j"/>¶<endEvent id="j"/></subProcess>
                    """)) == ["alone", "c1", "c2", "sub", "i", "j"].map { "\($0): nothing leads to this element" })
    }

    @Test("What is wrong with elements that nothing leads to stops nobody, but is told")
    func leftOut() throws {
        let model = Model(
            """
            <startEvent id="s"/><sequenceFlow id="a" sourceRef="s" targetRef="e"/><endEvent id="e"/>
            ¶<scriptTask id="one"><script>x = = 1</script></scriptTask>
            ¶<complexGateway id="two"/>
            ¶<exclusiveGateway id="three"/>
            ¶<subProcess id="four"><task id="inner"/></subProcess>
            ¶<intermediateCatchEvent id="five">¶<messageEventDefinition id="m" messageRef="none"/></intermediateCatchEvent>
            ¶<callActivity id="six"/>¶<businessRuleTask id="seven"/>
            ¶<sequenceFlow id="b" sourceRef="one" targetRef="nowhere"/>
            """)
        let definition = try model.definition()
        let left = definition.warnings.filter { $0.message.hasPrefix("left out, for nothing leads to it: ") }
        #expect(TextSet(left.compactMap(\.element)) == ["one", "two", "three", "four", "five", "six", "seven", "b"])
    }

    @Test("What is wrong with elements that something leads to is refused: by a flow, a link, a boundary or an event")
    func notLeftOut() {
        let wrong = "<script>x = = 1</script></scriptTask>"
        let models = [
            """
            <startEvent id="s"/><sequenceFlow id="a" sourceRef="s" targetRef="t:x"/><scriptTask id="x">\(wrong)
            <sequenceFlow id="b" sourceRef="x" targetRef="e"/><endEvent id="e"/>
            """,
            """
            <startEvent id="s"/><sequenceFlow id="a" sourceRef="s" targetRef="t"/>
            <intermediateThrowEvent id="t"><linkEventDefinition id="l1" name="n"/></intermediateThrowEvent>
            <intermediateCatchEvent id="c"><linkEventDefinition id="l2" name="n"/></intermediateCatchEvent>
            <sequenceFlow id="b" sourceRef="c" targetRef="x"/><scriptTask id="x">\(wrong)
            """,
            """
            <startEvent id="s"/><sequenceFlow id="a" sourceRef="s" targetRef="t"/><task id="t"/>
            <boundaryEvent id="x" attachedToRef="t"><compensateEventDefinition id="c"/></boundaryEvent>
            """,
            """
            <startEvent id="s"/><subProcess id="x" triggeredByEvent="true"><startEvent id="i"/></subProcess>
            """,
            """
            <startEvent id="s"/><sequenceFlow id="a" sourceRef="s" targetRef="sub"/>
            <subProcess id="sub"><startEvent id="i"/><sequenceFlow id="b" sourceRef="i" targetRef="x"/>
            <scriptTask id="x">\(wrong)<sequenceFlow id="c" sourceRef="x" targetRef="z"/><endEvent id="z"/></subProcess>
            """,
        ]
        for model in models { #expect(throws: ModelProblems.self) { try Model(model).definition() } }
    }

    @Test("Conditions and defaults that are not evaluated are told and dropped")
    func conditions() throws {
        let model = Model(
            """
            <startEvent id="s"/>¶<sequenceFlow id="a" sourceRef="s" targetRef="x"><conditionExpression>never</conditionExpression></sequenceFlow>
            ¶<parallelGateway id="x" default="b"/>¶<sequenceFlow id="b" sourceRef="x" targetRef="g"><conditionExpression>never</conditionExpression></sequenceFlow>
            <exclusiveGateway id="g" default="c"/>¶<sequenceFlow id="c" sourceRef="g" targetRef="t"><conditionExpression>never</conditionExpression></sequenceFlow>
            <task id="t" default="d"/>¶<sequenceFlow id="d" sourceRef="t" targetRef="e"><conditionExpression>never</conditionExpression></sequenceFlow><endEvent id="e"/>
            """)
        #expect(
            try TextSet(told(model)) == [
                "a: `s` takes all its flows: this condition is not evaluated",
                "x: this element takes all its flows: `default` means nothing here",
                "b: `x` takes all its flows: this condition is not evaluated",
                "c: this is the default flow: its condition is not evaluated",
                "d: this is the default flow: its condition is not evaluated",
            ])
        let definition = try model.definition()
        #expect(definition.flows.allSatisfy { $0.condition == nil })
        #expect(try definition.element("x").defaultFlow == nil)
        #expect(try definition.element("g").defaultFlow != nil)
    }

    @Test("Conditional flows of activities are kept")
    func activityFlows() throws {
        let definition = try Model(
            """
            <startEvent id="s"/><sequenceFlow id="a" sourceRef="s" targetRef="x"/><task id="x"/>
            <sequenceFlow id="b" sourceRef="x" targetRef="e"><conditionExpression>c</conditionExpression></sequenceFlow>
            <sequenceFlow id="d" sourceRef="x" targetRef="e"/><endEvent id="e"/>
            """
        ).definition()
        #expect(definition.flows.map(\.condition?.source) == [nil, "c", nil])
        #expect(definition.warnings.isEmpty)
    }

    @Test("The only flow of a gateway is its default unless it has a condition")
    func single() throws {
        for (condition, isDefault) in [("", true), ("<conditionExpression>c</conditionExpression>", false)] {
            let definition = try Model(
                """
                <startEvent id="s"/><sequenceFlow id="a" sourceRef="s" targetRef="x"/><exclusiveGateway id="x"/>
                <sequenceFlow id="b" sourceRef="x" targetRef="e">\(condition)</sequenceFlow><endEvent id="e"/>
                """
            ).definition()
            #expect(try definition.element("x").defaultFlow == (isDefault ? 1 : nil))
        }
    }

    @Test("Misspelt attributes and extensions, and extensions in the wrong place")
    func spelling() throws {
        #expect(
            try told(
                Model.around(
                    """
                    ¶<task id="x" defualt="b"><extensionElements>¶<spiff:preSkript>a</spiff:preSkript>¶<spiff:messagePayload>1</spiff:messagePayload>
                    <spiff:properties/><spiff:instructionsForEndUser>do</spiff:instructionsForEndUser></extensionElements></task>
                    """)) == [
                    "x: BPMN has no attribute `defualt`; did you mean `default`?",
                    "x: SpiffWorkflow has no extension `preSkript`; did you mean `preScript`?",
                    "x: `messagePayload` means nothing in a `task`",
                ])
    }

    @Test("A pool whose process is not in the file")
    func pool() throws {
        #expect(
            try told(
                Model(
                    "<startEvent id=\"s\"/>",
                    root: "<collaboration id=\"c\">¶<participant id=\"pool\" processRef=\"pp\"/></collaboration>"))
                == ["pool: there is no process `pp` in this file"])
    }

    @Test("An event where a subprocess begins, a cancel outside a transaction, an error that does not interrupt")
    func events() throws {
        #expect(
            try told(
                Model(
                    """
                    <startEvent id="s"/><sequenceFlow id="a" sourceRef="s" targetRef="x"/>
                    <subProcess id="x">¶<startEvent id="i"><signalEventDefinition signalRef="g"/></startEvent><sequenceFlow id="f" sourceRef="i" targetRef="j"/>
                    ¶<endEvent id="j"><cancelEventDefinition/></endEvent></subProcess>
                    ¶<boundaryEvent id="on" attachedToRef="x" cancelActivity="false"><errorEventDefinition/></boundaryEvent>
                    """, root: "<signal id=\"g\" name=\"g\"/>"
                )) == [
                    "i: an event starts an event subprocess, not a subprocess; here it is waited for",
                    "j: a cancel end element outside a transaction cancels nothing",
                    "on: an error always interrupts its activity in BPMN 2.0; here it does not",
                ])
    }

    @Test("A signal that is waited for without a name")
    func namelessSignal() throws {
        #expect(
            try told(
                Model(
                    """
                    <startEvent id="s"/><sequenceFlow id="a" sourceRef="s" targetRef="t"/>
                    <task id="t"/><sequenceFlow id="b" sourceRef="t" targetRef="e"/><endEvent id="e"/>
                    <boundaryEvent id="x" attachedToRef="t">¶<signalEventDefinition/></boundaryEvent>
                    """)) == ["x: `signalEventDefinition` names no signal: give it a `signalRef`"])
    }

    @Test("A sequence flow that leads from nowhere")
    func nowhere() throws {
        #expect(
            try told(
                Model(
                    """
                    <startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/><endEvent id="t"/>
                    ¶<sequenceFlow id="g" targetRef="t"/>
                    """))
                == ["g: this sequence flow has no `sourceRef`: it leads from nowhere, and is left out"])
    }

    @Test("A data store that is only drawn")
    func drawnStore() throws {
        #expect(
            try told(Model("<startEvent id=\"s\"/>¶<dataStoreReference id=\"r\" name=\"stock\"/>"))
                == ["r: this data store is only drawn: nothing is kept in it"])
        let association =
            "<task id=\"x\"><dataOutputAssociation><targetRef>r</targetRef></dataOutputAssociation></task>"
        #expect(throws: ModelProblems.self) {
            try Model.around(association + "<dataStoreReference id=\"r\"/>").definition()
        }
    }

    @Test("What Camunda does with a model and SpiffWorkflow does not")
    func camunda() throws {
        let xmlns = "xmlns:camunda=\"http://camunda.org/schema/1.0/bpmn\""
        #expect(
            try told(
                Model.around(
                    """
                    <userTask id="x" \(xmlns) camunda:formKey="f"><extensionElements><camunda:formData/>¶<camunda:inputOutput/></extensionElements>
                    ¶<multiInstanceLoopCharacteristics camunda:collection="items"><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask>
                    """)) == [
                    "x: `camunda:inputOutput` means nothing here; use an `ioSpecification` or SpiffWorkflow's `preScript` and `postScript`",
                    "x: `camunda:collection` means nothing here; use `loopDataInputRef`",
                ])
    }
}
