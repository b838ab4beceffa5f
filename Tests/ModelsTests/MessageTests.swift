import Models
import Testing

@Suite("Messages") struct MessageTests {
    private static func payload(_ text: String) -> String {
        "<extensionElements><spiff:messagePayload>\(text)</spiff:messagePayload></extensionElements>"
    }

    private static func variable(_ text: String) -> String {
        "<extensionElements><spiff:messageVariable> \(text) </spiff:messageVariable></extensionElements>"
    }

    private func thrown(_ event: String, message: String, node: String = "intermediateThrowEvent") throws
        -> MessageDefinition?
    {
        let definition = try Model.around(event, root: message).definition()
        switch try definition.element("x").kind {
        case .intermediateThrow(.message(let message)), .sendTask(let message), .receiveTask(let message):
            return message
        default: return nil
        }
    }

    @Test("The payload stands on the event; one on the message wins")
    func payload() throws {
        let event =
            "<intermediateThrowEvent id=\"x\"><messageEventDefinition messageRef=\"m\">\(Self.payload("new"))</messageEventDefinition></intermediateThrowEvent>"
        #expect(try thrown(event, message: "<message id=\"m\" name=\"n\"/>")?.payload?.source == "new")
        #expect(
            try thrown(event, message: "<message id=\"m\" name=\"n\">\(Self.payload("old"))</message>")?.payload?.source
                == "old")
        let both = try thrown(event, message: "<message id=\"m\" name=\"n\">\(Self.variable("v"))</message>")
        #expect(both?.payload == nil && both?.variable == "v")
        let empty = try thrown(
            event,
            message:
                "<message id=\"m\" name=\"n\"><extensionElements><spiff:messagePayload/></extensionElements></message>")
        #expect(empty?.payload?.source == "new")
    }

    @Test("Send and receive tasks have it on themselves, or on an event definition inside")
    func tasks() throws {
        let message = "<message id=\"m\" name=\"n\"/>"
        let send = try thrown("<sendTask id=\"x\" messageRef=\"m\">\(Self.payload("p"))</sendTask>", message: message)
        #expect(send?.name == "n" && send?.payload?.source == "p")
        let inside = try thrown(
            "<receiveTask id=\"x\"><messageEventDefinition messageRef=\"m\">\(Self.variable("v"))</messageEventDefinition></receiveTask>",
            message: message)
        #expect(inside?.name == "n" && inside?.variable == "v")
        #expect(try thrown("<sendTask id=\"x\" name=\"own\"/>", message: "")?.name == "own")
    }

    private static let correlated = """
        <collaboration id="k"><correlationKey name="one"><correlationPropertyRef>a</correlationPropertyRef>
        <correlationPropertyRef> b </correlationPropertyRef></correlationKey>
        <correlationKey id="two"><correlationPropertyRef>a</correlationPropertyRef></correlationKey></collaboration>
        <message id="m" name="order"/><message id="n" name="part"/>
        <correlationProperty id="a"><correlationPropertyRetrievalExpression messageRef="m"><messagePath>x["a"]</messagePath></correlationPropertyRetrievalExpression>
        <correlationPropertyRetrievalExpression messageRef="n"><formalExpression>a</formalExpression></correlationPropertyRetrievalExpression></correlationProperty>
        <correlationProperty id="b"><correlationPropertyRetrievalExpression messageRef="m"><formalExpression> b </formalExpression></correlationPropertyRetrievalExpression></correlationProperty>
        <correlationProperty id="c"><correlationPropertyRetrievalExpression messageRef="m"><messagePath>c</messagePath></correlationPropertyRetrievalExpression></correlationProperty>
        """

    private func caught(_ reference: String, _ dialect: Dialect) throws -> MessageDefinition? {
        let definition = try Model.around("<receiveTask id=\"x\" messageRef=\"\(reference)\"/>", root: Self.correlated)
            .definition(dialect)
        guard case .receiveTask(let message) = try definition.element("x").kind else { return nil }
        return message
    }

    @Test("Each property has its rule and its keys; one without a key has the main key in the spiff dialect")
    func correlations() throws {
        let spiff = try #require(try caught("m", .spiff))
        #expect(spiff.correlations.map(\.property) == ["a", "b", "c"])
        #expect(spiff.correlations.map(\.expression.source) == ["x[\"a\"]", "b", "c"])
        #expect(spiff.correlations.map(\.keys) == [["one", "two"], ["one"], ["MainCorrelationKey"]])
        #expect(try caught("m", .bpmn)?.correlations.map(\.keys) == [["one", "two"], ["one"], []])
        #expect(try caught("n", .spiff)?.correlations.map(\.property) == ["a"])
    }

    @Test("A retrieval expression that is no Python does no harm until its message is used")
    func unusedRetrieval() throws {
        let root = """
            <correlationKey name="k"><correlationPropertyRef>a</correlationPropertyRef></correlationKey>
            <message id="m" name="m"/><message id="n" name="n"/>
            <correlationProperty id="a"><correlationPropertyRetrievalExpression messageRef="m"><formalExpression>from.name</formalExpression></correlationPropertyRetrievalExpression>
            <correlationPropertyRetrievalExpression messageRef="n"><formalExpression>a</formalExpression></correlationPropertyRetrievalExpression></correlationProperty>
            """
        let used = try Model.around("<receiveTask id=\"x\" messageRef=\"n\"/>", root: root).definition(.bpmn)
        guard case .receiveTask(let message) = try used.element("x").kind else { return #expect(Bool(false)) }
        #expect(message.correlations.map(\.keys) == [["k"]])
        #expect(throws: ModelProblems.self) {
            try Model.around("<receiveTask id=\"x\" messageRef=\"m\"/>", root: root).definition(.bpmn)
        }
    }

    @Test("Correlations can come from the task's own data")
    func processVariables() throws {
        let send = """
            <sendTask id="x" messageRef="n"><extensionElements><spiff:messagePayload>1</spiff:messagePayload>
            <spiff:processVariableCorrelation><spiff:propertyId>b</spiff:propertyId><spiff:expression>mine</spiff:expression></spiff:processVariableCorrelation>
            <spiff:processVariableCorrelation><spiff:propertyId>zzz</spiff:propertyId><spiff:expression>z</spiff:expression></spiff:processVariableCorrelation>
            </extensionElements></sendTask>
            """
        let definition = try Model.around(send, root: Self.correlated).definition()
        guard case .sendTask(let message) = try definition.element("x").kind else { Issue.record("send"); return }
        #expect(message.variableCorrelations.map(\.property) == ["b", "zzz"])
        #expect(message.variableCorrelations.map(\.keys) == [["one"], ["MainCorrelationKey"]])
        #expect(message.variableCorrelations.map(\.expression.source) == ["mine", "z"])
        #expect(definition.told == ["x: there is no correlation property `zzz`"])
    }

    @Test("A caught message that tells only a part of a key is warned of")
    func partialKey() throws {
        let definition = try Model.around("<receiveTask id=\"x\" messageRef=\"n\"/>", root: Self.correlated)
            .definition()
        #expect(definition.told == ["x: `part` does not tell `b`, which the correlation key `one` needs"])
    }

    @Test("A message thrown without payload but with correlations is warned of")
    func noPayload() throws {
        let definition = try Model.around("<sendTask id=\"x\" messageRef=\"n\"/>", root: Self.correlated).definition()
        #expect(
            definition.told == ["x: `part` is thrown without a `messagePayload`, so without `a` to correlate it by"])
    }
}
