import Models
import Testing

/// Big and lopsided models: whatever takes more than linear time shows here.
@Suite("Big models", .timeLimit(.minutes(5))) struct SizeTests {
    private static let size = 20_000

    private func repeated(_ count: Int = size, _ text: (Int) -> String) -> String {
        (0..<count).map(text).joined(separator: "\n")
    }

    @Test("A long chain")
    func chain() throws {
        let definition = try Model(
            """
            <startEvent id="t0"/>
            \(repeated { "<task id=\"t\($0 + 1)\"/><sequenceFlow id=\"f\($0)\" sourceRef=\"t\($0)\" targetRef=\"t\($0 + 1)\"/>" })
            """
        ).definition()
        #expect(definition.elements.count == Self.size + 1)
        #expect(definition.flows.count == Self.size)
        #expect(definition.warnings.isEmpty)
    }

    @Test("A hundred thousand elements and flows are read in time")
    func many() throws {
        // The promise is about release builds; a debug build takes some twenty times as long.
        #if DEBUG
            let (count, bound) = (10_000, Duration.seconds(50))
        #else
            let (count, bound) = (50_000, Duration.seconds(5))
        #endif
        let clock = ContinuousClock()
        var definition: ProcessDefinition?
        let model = Model(
            """
            <startEvent id="t0"/>
            \(repeated(count) { "<task id=\"t\($0 + 1)\"/><sequenceFlow id=\"f\($0)\" sourceRef=\"t\($0)\" targetRef=\"t\($0 + 1)\"/>" })
            """)
        let took = try clock.measure { definition = try model.definition() }
        #expect(definition?.elements.count == count + 1 && definition?.flows.count == count)
        print("\(2 * count) elements and flows in \(took)")
        #expect(took < bound)
    }

    @Test("A gateway with many flows, drawn from bottom to top")
    func fan() throws {
        let definition = try Model(
            """
            <startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="x"/><exclusiveGateway id="x" default="f1"/>
            \(repeated { "<sequenceFlow id=\"f\($0)\" sourceRef=\"x\" targetRef=\"t\($0)\"><conditionExpression>a</conditionExpression></sequenceFlow><task id=\"t\($0)\"/>" })
            """,
            root:
                "<di:BPMNDiagram><di:BPMNPlane>\(repeated { "<di:BPMNShape id=\"d\($0)\" bpmnElement=\"t\($0)\"><dc:Bounds y=\"-\($0)\"/></di:BPMNShape>" })</di:BPMNPlane></di:BPMNDiagram>"
        ).definition()
        #expect(try definition.outgoing("x").first == "f\(Self.size - 1)")
    }

    @Test("An activity with many boundary elements, all of one message with many correlations")
    func boundaries() throws {
        let definition = try Model(
            """
            <startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="x"/><task id="x"/>
            \(repeated(5_000) { "<boundaryEvent id=\"b\($0)\" attachedToRef=\"x\"><messageEventDefinition messageRef=\"m\"/></boundaryEvent>" })
            """,
            root: """
                <collaboration id="c">\(repeated(50) { key in "<correlationKey name=\"k\(key)\">\(repeated(50) { "<correlationPropertyRef>p\($0)</correlationPropertyRef>" })</correlationKey>" })</collaboration>
                <message id="m" name="m"><extensionElements>\(repeated { _ in "<spiff:messagePayload>a</spiff:messagePayload>" })</extensionElements></message>
                \(repeated(50) { "<correlationProperty id=\"p\($0)\"><correlationPropertyRetrievalExpression messageRef=\"m\"><messagePath>a</messagePath></correlationPropertyRetrievalExpression></correlationProperty>" })
                """
        ).definition()
        #expect(try definition.element("x").boundaries.count == 5_000)
    }

    @Test("Subprocesses in each other as deep as XML may be")
    func nesting() throws {
        let depth = 250
        let inner = repeated(Self.size / 10) { "<task id=\"t\($0)\"/>" }
        let text =
            (0..<depth).map { "<subProcess id=\"p\($0)\"><startEvent id=\"s\($0)\"/><endEvent id=\"e\($0)\"/>" }
            .joined()
            + inner + String(repeating: "</subProcess>", count: depth)
        let definition = try Model("<startEvent id=\"s\"/>\(text)").definition()
        #expect(definition.scopes.count == depth + 1)
    }

    @Test("Only wrong names")
    func wrongNames() {
        let problems = Model(
            """
            <startEvent id="s"/>\(repeated { "<task id=\"task-\($0)\"/>" })
            \(repeated { "<sequenceFlow id=\"f\($0)\" sourceRef=\"tsak-\($0)\" targetRef=\"taks-\($0)\"/>" })
            """
        ).problems()
        #expect(problems.count == 1_001)
        #expect(problems.first?.message == "there is no element `taks-0`")
    }

    @Test("Many executable processes in one file")
    func processes() throws {
        let definitions = try Model(
            whole: repeated(5_000) { "<process id=\"p\($0)\"><startEvent id=\"s\"/></process>" }
        ).read()
        #expect(definitions.count == 5_000)
        #expect(TextSet(definitions.map(\.hash)).count == 5_000)
    }

    @Test("Many processes that all call each other are refused for their size")
    func calls() {
        let calls = repeated(60) { "<callActivity id=\"c\($0)\" calledElement=\"p\($0)\"/>" }
        let problems = Model(whole: repeated(300) { "<process id=\"p\($0)\"><startEvent id=\"s\"/>\(calls)</process>" })
            .problems()
        #expect(
            problems.map(\.message) == ["all processes together, with those they call, have more than 1000000 elements"]
        )
    }
}
