import Testing

@testable import Models

@Suite("Events used") struct EventUseTests {
    @Test("What starts, waits and emits is told one by one, also in called processes")
    func uses() throws {
        let definition = try #require(
            try Model(
                whole: """
                    <message id="m" name="m"/><signal id="g" name="g"/><error id="r" name="r" errorCode="1"/>
                    <process id="p"><startEvent id="s"><messageEventDefinition messageRef="m"/><signalEventDefinition signalRef="g"/></startEvent>
                    <sequenceFlow id="f" sourceRef="s" targetRef="call"/><callActivity id="call" calledElement="q"/>
                    <boundaryEvent id="on" attachedToRef="call"><errorEventDefinition errorRef="r"/></boundaryEvent>
                    <sequenceFlow id="f2" sourceRef="call" targetRef="e"/><endEvent id="e"><messageEventDefinition messageRef="m"/></endEvent></process>
                    <process id="q"><startEvent id="qs"><messageEventDefinition messageRef="m"/></startEvent><sequenceFlow id="g1" sourceRef="qs" targetRef="qr"/>
                    <receiveTask id="qr" messageRef="m"/><sequenceFlow id="g2" sourceRef="qr" targetRef="qt"/><sendTask id="qt" messageRef="m"/>
                    <sequenceFlow id="g3" sourceRef="qt" targetRef="qe"/><endEvent id="qe"><errorEventDefinition errorRef="r"/></endEvent></process>
                    """
            ).read().first)
        let told = definition.eventUses.map { use in
            "\(use.role) \(definition.elements[use.element].id) \(kind(use.event))"
        }
        #expect(
            told == [
                "start s message", "start s signal", "wait on error", "emit e message", "wait qs message",
                "wait qr message",
                "emit qt message", "emit qe error",
            ])
    }

    private func kind(_ event: EventDefinition) -> String {
        switch event {
        case .message: "message"
        case .signal: "signal"
        case .error: "error"
        default: "?"
        }
    }

    @Test("An engine tells what it does not run, with its place")
    func unsupported() throws {
        let model = Model(
            "<startEvent id=\"s\"/><sequenceFlow id=\"f\" sourceRef=\"s\" targetRef=\"x\"/>\n¶<userTask id=\"x\"/>")
        let problems = try model.definition().unsupported { element in
            if case .userTask = element.kind { "no \(element.kind.title) yet" } else { nil }
        }
        #expect(problems == [ModelProblem(place: model.places[0], element: "x", message: "no user task yet")])
    }

    @Test("Every kind of element has a title")
    func titles() throws {
        let definition = try Model.around(
            """
            <subProcess id="x"><startEvent id="i"/><sequenceFlow id="f" sourceRef="i" targetRef="j"/><endEvent id="j"><terminateEventDefinition/></endEvent></subProcess>
            <boundaryEvent id="on" attachedToRef="x"><timerEventDefinition><timeDate>d</timeDate></timerEventDefinition></boundaryEvent>
            """
        ).definition()
        #expect(
            definition.elements.map(\.kind.title) == [
                "start event", "subprocess", "start event", "terminate end event", "timer boundary event", "end event",
            ])
        #expect(definition.elements.map(\.kind.isActivity) == [false, true, false, false, false, false])
    }
}
