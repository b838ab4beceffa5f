import Models
import Testing

@Suite("Python in models") struct ExpressionTests {
    @Test("White space around expressions is not part of them")
    func trimming() throws {
        let definition = try Model(
            """
            <startEvent id="s"/><exclusiveGateway id="x" default="c"/><sequenceFlow id="a" sourceRef="s" targetRef="x"/>
            <sequenceFlow id="b" sourceRef="x" targetRef="e"><conditionExpression>

                  (a &gt; 1 and
                  b)
            </conditionExpression></sequenceFlow>
            <sequenceFlow id="c" sourceRef="x" targetRef="e"/><endEvent id="e"/>
            """
        ).definition()
        #expect(definition.flows[1].condition?.source.hasPrefix("(a > 1 and\n") == true)
        #expect(definition.flows[1].condition?.source.hasSuffix("b)") == true)
    }

    @Test("A script indented as a whole loses that indentation, and only that")
    func dedent() throws {
        func script(_ text: String) throws -> String {
            guard
                case .scriptTask(let program) = try Model.around(
                    "<scriptTask id=\"x\"><script>\(text)</script></scriptTask>"
                )
                .definition().element("x").kind
            else { return "" }
            return program.source
        }
        #expect(try script("a = 1\nb = 2") == "a = 1\nb = 2")
        #expect(try script("\n\n    if a:\n        b = 2\n\n    c = 3\n  ") == "\n\nif a:\n    b = 2\n\nc = 3\n  ")
        #expect(try script("\n# why\n\ta = 1\n\tb = 2") == "\n# why\na = 1\nb = 2")
        #expect(try script("\na = '''\n   x\n'''\n") == "\na = '''\n   x\n'''\n")
        #expect(try script("<![CDATA[a = 1 < 2 & 3]]>") == "a = 1 < 2 & 3")
    }

    @Test("A syntax error is told where it stands in the file")
    func place() throws {
        let script = Model.around(
            "<scriptTask id=\"x\"><script>\n    a = 1\n    if a:\n        ¶class B: pass\n</script></scriptTask>")
        let first = try #require(script.problems().first)
        #expect(script.problems().count == 1)
        #expect(first.element == "x")
        #expect(first.place.line == script.places[0].line)
        #expect(first.message.hasPrefix("script, line 4, column ") && first.message.contains("class"))
        let condition = Model.around(
            "<intermediateCatchEvent id=\"x\"><conditionalEventDefinition><condition>\n\n  ¶a +</condition></conditionalEventDefinition></intermediateCatchEvent>"
        )
        #expect(condition.problems().map(\.place.line) == condition.places.map(\.line))
        #expect(condition.problems().first?.message.hasPrefix("condition, line 1, column ") == true)
        let payload = Model.around(
            "<sendTask id=\"x\" messageRef=\"m\"/>",
            root:
                "<message id=\"m\" name=\"n\"><extensionElements>¶<spiff:messagePayload>{</spiff:messagePayload></extensionElements></message>"
        )
        #expect(payload.problems().map(\.place) == payload.places)
        #expect(payload.problems().first?.element == "m")
    }

    @Test("A duration without quotes is a variable: that is warned of")
    func bareDuration() throws {
        let model = Model.around(
            "<intermediateCatchEvent id=\"x\"><timerEventDefinition>¶<timeDuration>PT10S</timeDuration></timerEventDefinition></intermediateCatchEvent>"
        )
        let definition = try model.definition()
        #expect(definition.warnings.map(\.place) == model.places)
        #expect(definition.told == ["x: `PT10S` is a variable in a Python expression; ISO 8601 text stands in quotes"])
    }

    @Test("Fragments that are too long are refused before they are parsed")
    func cap() {
        let long = String(repeating: "a", count: 65_537)
        Refusal(
            "<scriptTask id=\"x\">¶<script>\(long)</script></scriptTask>", "x",
            "script has 65537 bytes; at most 65536 are read"
        )
        .check()
        Refusal(
            "<intermediateCatchEvent id=\"x\"><conditionalEventDefinition>¶<condition>\(long)</condition></conditionalEventDefinition></intermediateCatchEvent>",
            "x", "condition has 65537 bytes; at most 65536 are read"
        ).check()
    }

    @Test("In the plain dialect SpiffWorkflow's extensions mean nothing, and that is told")
    func plain() throws {
        let model = Model.around(
            """
            <sendTask id="x" messageRef="m"><extensionElements><spiff:messagePayload>1</spiff:messagePayload>
            <spiff:preScript>a = 1</spiff:preScript></extensionElements></sendTask>
            """, root: "<message id=\"m\" name=\"order\"/>")
        let definition = try model.definition(.bpmn)
        let x = try definition.element("x")
        guard case .sendTask(let message) = x.kind else { Issue.record("send"); return }
        #expect(message.payload == nil && x.preScript == nil)
        #expect(
            definition.told == [
                "x: `messagePayload` means nothing in the bpmn dialect",
                "x: `preScript` means nothing in the bpmn dialect",
            ])
        #expect(definition.dialect == .bpmn)
    }
}
