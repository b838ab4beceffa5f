import Testing

@testable import Models

@Suite("Elements") struct ElementTests {
    private func kind(_ xml: String, root: String = "", _ dialect: Dialect = .spiff) throws -> Element.Kind {
        try Model.around(xml, root: root).definition(dialect).element("x").kind
    }

    @Test("Tasks of every kind are read")
    func tasks() throws {
        guard case .plainTask = try kind("<task id=\"x\"/>") else { Issue.record("task"); return }
        guard case .manualTask = try kind("<manualTask id=\"x\"/>") else { Issue.record("manual"); return }
        guard case .userTask(variable: nil) = try kind("<userTask id=\"x\"/>") else { Issue.record("user"); return }
        guard
            case .userTask(variable: "form") = try kind(
                """
                <userTask id="x"><extensionElements><spiff:variableName>form</spiff:variableName></extensionElements></userTask>
                """)
        else { Issue.record("user variable"); return }
        guard
            case .scriptTask(let script) = try kind(
                "<scriptTask id=\"x\" scriptFormat=\"python\"><script>a = 1</script></scriptTask>")
        else { Issue.record("script"); return }
        #expect(script.source == "a = 1")
        guard
            case .businessRuleTask(decision: "rules") = try kind(
                """
                <businessRuleTask id="x"><extensionElements><spiff:calledDecisionId>rules</spiff:calledDecisionId></extensionElements></businessRuleTask>
                """)
        else { Issue.record("rule"); return }
    }

    @Test("A service task has an operator, parameters in order, a result variable and retries")
    func service() throws {
        guard
            case .serviceTask(let call) = try kind(
                """
                <serviceTask id="x"><extensionElements><spiff:serviceTaskOperator id="http/Get" resultVariable="reply">
                  <spiff:parameters><spiff:parameter id="url" type="str" value="&quot;http://&quot; + host"/>
                  <spiff:parameter id="empty" type="str" value=""/><spiff:parameter id="none" type="any"/>
                  <spiff:parameter id="count" value="2"/></spiff:parameters>
                  <spiff:retry retries="3" backoff_base="2"/></spiff:serviceTaskOperator></extensionElements></serviceTask>
                """)
        else { Issue.record("service"); return }
        #expect(call.operation == "http/Get")
        #expect(call.resultVariable == "reply")
        #expect(call.parameters?.map(\.id) == ["url", "count"])
        #expect(call.parameters?.map(\.type) == ["str", nil])
        #expect(call.parameters?.map(\.value.source) == ["\"http://\" + host", "2"])
        #expect(call.retries == 3 && call.retryBackoffBase == 2)
        let plain = Model(
            """
            <startEvent id="s"/><sequenceFlow id="a" sourceRef="s" targetRef="get-\u{301}it"/><serviceTask id="get-\u{301}it">
            <extensionElements><spiff:serviceTaskOperator id="op"/></extensionElements></serviceTask>
            """)
        guard case .serviceTask(let bare) = try plain.definition().element("get-\u{301}it").kind else {
            Issue.record("bare"); return
        }
        #expect(bare.resultVariable == "spiff__get_\u{301}it_result")
        #expect(bare.parameters?.isEmpty == true)
    }

    @Test("Gateways of every kind are read")
    func gateways() throws {
        guard case .exclusiveGateway = try kind("<exclusiveGateway id=\"x\"/>") else {
            Issue.record("exclusive"); return
        }
        guard case .parallelGateway = try kind("<parallelGateway id=\"x\"/>") else { Issue.record("parallel"); return }
        guard case .inclusiveGateway = try kind("<inclusiveGateway id=\"x\"/>") else {
            Issue.record("inclusive"); return
        }
        let waiting = Model(
            """
            <startEvent id="s"/><sequenceFlow id="a" sourceRef="s" targetRef="x"/><eventBasedGateway id="x"/>
            <sequenceFlow id="b" sourceRef="x" targetRef="c"/><sequenceFlow id="f" sourceRef="x" targetRef="r"/>
            <intermediateCatchEvent id="c"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>
            <receiveTask id="r" messageRef="m"/>
            """, root: "<message id=\"m\" name=\"m\"/>")
        guard case .eventBasedGateway = try waiting.definition().element("x").kind else {
            Issue.record("event"); return
        }
        #expect(try waiting.definition().outgoing("x") == ["b", "f"])
    }

    @Test("Subprocesses nest; each has its own scope with its owner")
    func subprocesses() throws {
        let definition = try Model.around(
            """
            <subProcess id="x"><startEvent id="xs"/><sequenceFlow id="x1" sourceRef="xs" targetRef="y"/>
              <transaction id="y"><startEvent id="ys"/><sequenceFlow id="y1" sourceRef="ys" targetRef="ye"/><endEvent id="ye"/></transaction>
              <sequenceFlow id="x2" sourceRef="y" targetRef="xe"/><endEvent id="xe"/>
              <sequenceFlow id="late" sourceRef="y" targetRef="xe"/></subProcess>
            """
        ).definition()
        #expect(definition.scopes.map(\.id) == ["p", "x", "y"])
        #expect(definition.scopes.map(\.kind) == [.process, .subprocess, .transaction])
        #expect(definition.scopes.map(\.owner) == [nil, definition.index("x"), definition.index("y")])
        #expect(
            definition.scopes.map { $0.elements.map { definition.elements[$0].id } } == [
                ["s", "x", "e"], ["xs", "y", "xe"], ["ys", "ye"],
            ])
        #expect(try definition.element("ye").scope == 2)
        guard case .subprocess(1) = try definition.element("x").kind else { Issue.record("x"); return }
        guard case .subprocess(2) = try definition.element("y").kind else { Issue.record("y"); return }
        #expect(try definition.outgoing("y") == ["x2", "late"])
    }

    @Test("Pre- and post-scripts belong to activities, io specifications to activities and processes")
    func surroundings() throws {
        let definition = try Model(
            """
            <ioSpecification><dataInput id="in"/><dataInput id="unused"/><dataOutput id="out"/>
              <inputSet><dataInputRefs>in</dataInputRefs></inputSet><outputSet><dataOutputRefs>out</dataOutputRefs></outputSet></ioSpecification>
            <startEvent id="s"/><sequenceFlow id="a" sourceRef="s" targetRef="x"/>
            <manualTask id="x"><extensionElements><spiff:preScript>
                  a = 1
                  if a:
                      b = 2
              </spiff:preScript><spiff:postScript>c = 3</spiff:postScript></extensionElements>
              <ioSpecification><dataInput id="one"/><dataInput id="two"/><inputSet><dataInputRefs>two</dataInputRefs>
              <dataInputRefs>one</dataInputRefs></inputSet><outputSet/></ioSpecification></manualTask>
            """
        ).definition()
        let x = try definition.element("x")
        #expect(x.preScript?.source.contains("\na = 1\nif a:\n    b = 2\n") == true)
        #expect(x.postScript?.source == "c = 3")
        #expect(x.inputs == ["two", "one"] && x.outputs == nil)
        #expect(definition.scopes[0].inputs == ["in"] && definition.scopes[0].outputs == ["out"])
        #expect(try definition.element("s").inputs == nil)
    }

    @Test("Data objects are copied in and out by the id of the object, also from a subprocess")
    func data() throws {
        let definition = try Model.around(
            """
            <dataObject id="stock"/><dataObjectReference id="ref" dataObjectRef="stock"/>
            <subProcess id="x"><dataObject id="own"/><dataObjectReference id="ownRef" dataObjectRef="own"/>
              <startEvent id="xs"/><sequenceFlow id="x1" sourceRef="xs" targetRef="t"/>
              <task id="t"><property id="p1" name="__targetRef_placeholder"/>
                <dataInputAssociation><sourceRef>ref</sourceRef><targetRef>p1</targetRef></dataInputAssociation>
                <dataOutputAssociation><targetRef>ownRef</targetRef></dataOutputAssociation></task>
              <sequenceFlow id="x2" sourceRef="t" targetRef="xe"/><endEvent id="xe"/></subProcess>
            """
        ).definition()
        #expect(definition.scopes.map(\.dataObjects) == [["stock"], ["own"]])
        #expect(try definition.element("t").dataInputs == ["stock"])
        #expect(try definition.element("t").dataOutputs == ["own"])
    }

    @Test("Lanes name who works on an element; a subprocess takes its elements along")
    func lanes() throws {
        let definition = try Model.around(
            """
            <laneSet><lane id="l1" name="Sales"><flowNodeRef>x</flowNodeRef><childLaneSet><lane id="l2" name="Back office">
              <flowNodeRef>e</flowNodeRef></lane></childLaneSet></lane></laneSet>
            <subProcess id="x"><startEvent id="xs"/><sequenceFlow id="x1" sourceRef="xs" targetRef="xe"/><endEvent id="xe"/></subProcess>
            """
        ).definition()
        #expect(definition.elements.map { $0.lane ?? "-" } == ["-", "Sales", "Sales", "Sales", "Back office"])
    }

    @Test("Loops have a condition or a maximum")
    func standardLoop() throws {
        let definition = try Model.around(
            """
            <task id="x"><standardLoopCharacteristics loopMaximum="5" testBefore="true" spiff:scriptsOnInstances="true">
            <loopCondition>more</loopCondition></standardLoopCharacteristics></task>
            """
        ).definition()
        let x = try definition.element("x")
        guard case .standard(let condition, let maximum, let before) = x.loop else { Issue.record("loop"); return }
        #expect(condition?.source == "more" && maximum == 5 && before)
        #expect(x.scriptsOnInstances)
    }

    @Test("Multi-instance activities have a cardinality or a collection")
    func multiInstance() throws {
        let many = try Model.around(
            """
            <task id="x"><multiInstanceLoopCharacteristics isSequential="true"><loopDataInputRef>orders</loopDataInputRef>
            <inputDataItem id="order" name="any"/><loopDataOutputRef>bills</loopDataOutputRef><outputDataItem id="bill"/>
            <completionCondition>done</completionCondition></multiInstanceLoopCharacteristics></task>
            """
        ).definition().element("x")
        guard case .multiInstance(let instance) = many.loop else { Issue.record("many"); return }
        #expect(instance.sequential && instance.cardinality == nil)
        #expect(instance.loopDataInput == "orders" && instance.inputItem == "order")
        #expect(instance.loopDataOutput == "bills" && instance.outputItem == "bill")
        #expect(instance.completionCondition?.source == "done")
        #expect(!many.scriptsOnInstances)
        let counted = try Model.around(
            """
            <task id="x"><multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics></task>
            """
        ).definition().element("x")
        guard case .multiInstance(let three) = counted.loop else { Issue.record("three"); return }
        #expect(!three.sequential && three.cardinality?.source == "3")
    }

    @Test("What has no meaning at run time is passed over")
    func silent() throws {
        let definition = try Model(
            """
            <documentation>Why</documentation><extensionElements><other:thing/></extensionElements>
            <startEvent id="s"><documentation/><extensionElements><other:thing other:x="1"/></extensionElements><outgoing>a</outgoing></startEvent>
            <sequenceFlow id="a" sourceRef="s" targetRef="x"><documentation>on</documentation></sequenceFlow>
            <userTask id="x" other:assignee="me"><potentialOwner id="o"><resourceRef>who</resourceRef></potentialOwner><rendering id="r"/></userTask>
            <textAnnotation id="n"><text>note</text></textAnnotation><association id="l" sourceRef="x" targetRef="n"/>
            <group id="grp" categoryValueRef="v"/><auditing id="au"/><other:free/>
            """,
            root: """
                <import importType="x" location="y" namespace="z"/><itemDefinition id="i"/><interface id="if" name="n"/>
                <resource id="who" name="n"/><category id="cat"/><endPoint id="ep"/><partnerRole id="pr"/>
                <collaboration id="col"><participant id="pa" processRef="p"/><participant id="box" name="black box"/>
                <messageFlow id="mf" sourceRef="pa" targetRef="box"/></collaboration><di:BPMNDiagram/>
                """
        ).definition()
        #expect(definition.elements.map(\.id) == ["s", "x"])
        #expect(definition.warnings.isEmpty)
    }
}
