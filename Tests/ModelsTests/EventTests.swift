import Models
import Testing

@Suite("Events") struct EventTests {
    private let root = """
        <message id="m" name="order"/><signal id="g" name="alarm"/><error id="r" name="Broken" errorCode="E1"/>
        <escalation id="c" name="Slow" escalationCode="C1"/>
        """

    /// What the event definition of `xml` is, written short.
    private func read(_ xml: String, in node: String = "intermediateCatchEvent", rest: String = "") throws -> String {
        let model = Model.around("<\(node) id=\"x\" name=\"own\">\(xml)</\(node)>\(rest)", root: root)
        switch try model.definition().element("x").kind {
        case .intermediateCatch(let event), .intermediateThrow(let event): return short(event)
        default: return "?"
        }
    }

    private func short(_ event: EventDefinition) -> String {
        switch event {
        case .none: "none"
        case .message(let message): "message \(message.name)"
        case .signal(let signal): "signal \(signal.name)"
        case .error(let error): "error \(error.name) \(error.code ?? "any")"
        case .escalation(let escalation): "escalation \(escalation.name) \(escalation.code ?? "any")"
        case .timer(let timer): "timer \(timer.kind) \(timer.expression.source)"
        case .conditional(let condition): "conditional \(condition.source)"
        case .link(let name): "link \(name)"
        case .terminate: "terminate"
        case .cancel: "cancel"
        case .multiple(let events, let parallel):
            "\(parallel ? "all" : "any") [\(events.map(short).joined(separator: ", "))]"
        }
    }

    @Test("Catch elements have a message, signal, timer or condition")
    func catching() throws {
        #expect(try read("<messageEventDefinition messageRef=\"m\"/>") == "message order")
        #expect(try read("<messageEventDefinition/>") == "message own")
        #expect(try read("<signalEventDefinition signalRef=\"g\"/>") == "signal alarm")
        #expect(try read("<signalEventDefinition/>") == "signal own")
        #expect(
            try read("<timerEventDefinition><timeDate> when </timeDate></timerEventDefinition>") == "timer date when")
        #expect(
            try read("<timerEventDefinition><timeDuration>\"PT1H\"</timeDuration></timerEventDefinition>")
                == "timer duration \"PT1H\"")
        #expect(
            try read("<timerEventDefinition><timeCycle><![CDATA[\"R3/PT1H\"]]></timeCycle></timerEventDefinition>")
                == "timer cycle \"R3/PT1H\"")
        #expect(
            try read("<conditionalEventDefinition><condition>\n  x &lt; 3\n</condition></conditionalEventDefinition>")
                == "conditional x < 3")
    }

    @Test("Throw elements have nothing, a message, a signal or an escalation")
    func throwing() throws {
        let node = "intermediateThrowEvent"
        #expect(try read("", in: node) == "none")
        #expect(try read("<messageEventDefinition messageRef=\"m\"/>", in: node) == "message order")
        #expect(try read("<signalEventDefinition signalRef=\"g\"/>", in: node) == "signal alarm")
        #expect(try read("<escalationEventDefinition escalationRef=\"c\"/>", in: node) == "escalation Slow C1")
        #expect(try read("<escalationEventDefinition/>", in: node) == "escalation own any")
    }

    @Test("Several definitions are taken in SpiffWorkflow's order")
    func multiple() throws {
        let three = """
            <timerEventDefinition><timeDate>t</timeDate></timerEventDefinition><signalEventDefinition signalRef="g"/>\
            <messageEventDefinition messageRef="m"/>
            """
        #expect(try read(three) == "any [message order, signal alarm, timer date t]")
        let two = "<messageEventDefinition messageRef=\"m\"/><escalationEventDefinition escalationRef=\"c\"/>"
        #expect(try read(two, in: "intermediateThrowEvent") == "any [escalation Slow C1, message order]")
        let parallel = Model.around(
            "<intermediateCatchEvent id=\"x\" parallelMultiple=\"true\">\(three)</intermediateCatchEvent>", root: root)
        guard case .intermediateCatch(let event) = try parallel.definition().element("x").kind else {
            Issue.record("not a catch"); return
        }
        #expect(short(event) == "all [message order, signal alarm, timer date t]")
    }

    @Test(
        "End elements have nothing, a message, signal, error, escalation, terminate or cancel",
        arguments: [
            ("", "none"), ("<messageEventDefinition messageRef=\"m\"/>", "message order"),
            ("<signalEventDefinition signalRef=\"g\"/>", "signal alarm"),
            ("<errorEventDefinition errorRef=\"r\"/>", "error Broken E1"), ("<errorEventDefinition/>", "error own any"),
            ("<escalationEventDefinition escalationRef=\"c\"/>", "escalation Slow C1"),
            ("<terminateEventDefinition/>", "terminate"), ("<cancelEventDefinition/>", "cancel"),
            ("<terminateEventDefinition/><errorEventDefinition errorRef=\"r\"/>", "any [error Broken E1, terminate]"),
        ])
    func ending(xml: String, expected: String) throws {
        let model = Model(
            """
            <startEvent id="s"/><sequenceFlow id="a" sourceRef="s" targetRef="x"/>
            <endEvent id="x" name="own">\(xml)</endEvent>
            """, root: root)
        guard case .end(let event) = try model.definition().element("x").kind else {
            Issue.record("not an end"); return
        }
        #expect(short(event) == expected)
    }

    @Test(
        "Start elements of a process have nothing, a message, signal, timer or condition",
        arguments: [
            ("", "none"), ("<messageEventDefinition messageRef=\"m\"/>", "message order"),
            ("<signalEventDefinition signalRef=\"g\"/>", "signal alarm"),
            ("<timerEventDefinition><timeCycle>c</timeCycle></timerEventDefinition>", "timer cycle c"),
            ("<conditionalEventDefinition><condition>c</condition></conditionalEventDefinition>", "conditional c"),
        ])
    func starting(xml: String, expected: String) throws {
        let model = Model("<startEvent id=\"x\">\(xml)</startEvent>", root: root)
        guard case .start(let event) = try model.definition().element("x").kind else {
            Issue.record("no start"); return
        }
        #expect(short(event) == expected)
    }

    @Test(
        "A boundary element knows its activity, and the activity its boundary elements",
        arguments: [
            ("<messageEventDefinition messageRef=\"m\"/>", "message order"),
            ("<signalEventDefinition signalRef=\"g\"/>", "signal alarm"),
            ("<timerEventDefinition><timeDate>d</timeDate></timerEventDefinition>", "timer date d"),
            ("<conditionalEventDefinition><condition>c</condition></conditionalEventDefinition>", "conditional c"),
            ("<errorEventDefinition errorRef=\"r\"/>", "error Broken E1"),
            ("<escalationEventDefinition escalationRef=\"c\"/>", "escalation Slow C1"),
        ])
    func boundary(xml: String, expected: String) throws {
        for (attribute, stops) in [("", true), ("cancelActivity=\"true\"", true), ("cancelActivity=\"false\"", false)] {
            let definition = try Model.around(
                "<boundaryEvent id=\"on\" attachedToRef=\"x\" \(attribute)>\(xml)</boundaryEvent><task id=\"x\"/>",
                root: root
            ).definition()
            guard case .boundary(let event, let host, let interrupting) = try definition.element("on").kind else {
                Issue.record("not a boundary"); return
            }
            #expect(short(event) == expected)
            #expect(host == definition.index("x"))
            #expect(interrupting == stops)
            #expect(try definition.element("x").boundaries == [definition.index("on")])
        }
    }

    @Test("A transaction can be cancelled, from inside and at its border")
    func cancelling() throws {
        let definition = try Model.around(
            """
            <transaction id="x"><startEvent id="ts"/><sequenceFlow id="tf" sourceRef="ts" targetRef="te"/>
              <endEvent id="te"><cancelEventDefinition/></endEvent></transaction>
            <boundaryEvent id="on" attachedToRef="x"><cancelEventDefinition/></boundaryEvent>
            """
        ).definition()
        guard case .boundary(let event, _, _) = try definition.element("on").kind else {
            Issue.record("boundary"); return
        }
        #expect(short(event) == "cancel")
        #expect(definition.warnings.isEmpty)
    }

    @Test("Links connect a throw with the catch of their name")
    func links() throws {
        let definition = try Model(
            """
            <startEvent id="s"/><sequenceFlow id="a" sourceRef="s" targetRef="out"/>
            <intermediateThrowEvent id="out"><linkEventDefinition name="on"/></intermediateThrowEvent>
            <intermediateCatchEvent id="in"><linkEventDefinition name="on"><source>out</source></linkEventDefinition></intermediateCatchEvent>
            <sequenceFlow id="b" sourceRef="in" targetRef="e"/><endEvent id="e"/>
            """
        ).definition()
        guard case .intermediateThrow(.link(let thrown)) = try definition.element("out").kind,
            case .intermediateCatch(.link(let caught)) = try definition.element("in").kind
        else { Issue.record("no links"); return }
        #expect(thrown == "on" && caught == "on")
        #expect(definition.warnings.isEmpty)
    }

    @Test(
        "An event subprocess starts by its event, also by errors, and says whether it interrupts",
        arguments: [
            ("<signalEventDefinition signalRef=\"g\"/>", "signal alarm"),
            ("<errorEventDefinition errorRef=\"r\"/>", "error Broken E1"),
            ("<escalationEventDefinition escalationRef=\"c\"/>", "escalation Slow C1"),
        ])
    func eventSubprocess(xml: String, expected: String) throws {
        for (attribute, interrupting) in [("", true), ("isInterrupting=\"false\"", false)] {
            let definition = try Model(
                """
                <startEvent id="s"/>
                <subProcess id="sub" triggeredByEvent="true"><startEvent id="x" \(attribute)>\(xml)</startEvent>
                <sequenceFlow id="f" sourceRef="x" targetRef="e"/><endEvent id="e"/></subProcess>
                """, root: root
            ).definition()
            guard case .start(let event) = try definition.element("x").kind else { Issue.record("no start"); return }
            #expect(short(event) == expected)
            #expect(definition.scopes.map(\.kind) == [.process, .eventSubprocess(interrupting: interrupting)])
            #expect(definition.scopes[0].eventSubprocesses == [definition.index("sub")])
            #expect(definition.warnings.isEmpty)
        }
    }

    @Test("Signals, errors and escalations carry payload and variable in the spiff dialect only")
    func payloads() throws {
        let extensions = """
            <extensionElements><spiff:payloadExpression>{"a": a}</spiff:payloadExpression>\
            <spiff:variableName> got </spiff:variableName></extensionElements>
            """
        let model = Model.around(
            """
            <intermediateThrowEvent id="x"><signalEventDefinition signalRef="g"/><escalationEventDefinition escalationRef="c"/></intermediateThrowEvent>
            <boundaryEvent id="on" attachedToRef="t"><errorEventDefinition errorRef="r"/></boundaryEvent><task id="t"/>
            """,
            root: """
                <signal id="g" name="alarm">\(extensions)</signal><error id="r" name="R" errorCode="1">\(extensions)</error>
                <escalation id="c" name="C" escalationCode="2">\(extensions)</escalation>
                """)
        for (dialect, payload, variable) in [
            (Dialect.spiff, "{\"a\": a}" as String?, "got" as String?), (.bpmn, nil, nil),
        ] {
            let definition = try model.definition(dialect)
            guard case .intermediateThrow(.multiple(let events, _)) = try definition.element("x").kind,
                case .escalation(let escalation) = events.first, case .signal(let signal) = events.last,
                case .boundary(.error(let error), _, _) = try definition.element("on").kind
            else { Issue.record("not what was written"); return }
            #expect(signal.payload?.source == payload && signal.variable == variable)
            #expect(escalation.payload?.source == payload && escalation.variable == variable)
            #expect(error.payload?.source == payload && error.variable == variable)
        }
    }
}
