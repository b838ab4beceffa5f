import Models
import Testing

@Suite("Decision tables") struct DecisionTests {
    private func table(_ model: DecisionModel) throws -> DecisionTable {
        try #require(try model.definition()?.decisions["rules"])
    }

    @Test("A table has its policy, and of each row the cells that ask something and what it gives")
    func everything() throws {
        let decision = try table(.rules)
        #expect(decision.hitPolicy == .collect)
        #expect(decision.rules.map(\.number) == [1, 2])
        #expect(
            decision.rules.map { $0.conditions.map(\.title) } == [
                ["row 1, input `Amount`"], ["row 2, input `country`"],
            ])
        #expect(decision.rules.map { $0.conditions.map(\.label) } == [[nil], ["country"]])
        #expect(decision.rules[0].results.map(\.path) == [["rate"], ["note", "text"]])
        #expect(decision.rules[0].results.map { $0.value?.source } == ["amount * 2", "\"small\""])
        #expect(decision.rules[1].results.map { $0.value?.source } == ["0", nil])
    }

    @Test(
        "Every version of DMN is read",
        arguments: [
            "http://www.omg.org/spec/DMN/20151101/dmn.xsd", "http://www.omg.org/spec/DMN/20180521/MODEL/",
            "https://www.omg.org/spec/DMN/20191111/MODEL/", "https://www.omg.org/spec/DMN/20211108/MODEL/",
            "https://www.omg.org/spec/DMN/20230324/MODEL/",
        ])
    func versions(namespace: String) throws {
        let model = DecisionModel(
            "<output name=\"r\"/><rule><outputEntry><text>1</text></outputEntry></rule>", namespace: namespace)
        #expect(try table(model).rules.count == 1)
    }

    @Test("A question mark in a text or a comment asks nothing")
    func marks() throws {
        let decision = try table(
            .cells("\"why?\"", "? == '?' # ?", "'\\'?'", "'''it's ?'''", "in [1] # ?", "'\u{301}?'"))
        let asks = decision.rules.map { $0.conditions[0].test.source.contains(DecisionCondition.variable) }
        #expect(asks == [false, true, false, false, false, false], "a mark after a quote does not hide it")
    }

    @Test("Cells that ask nothing", arguments: ["", "-", " ", " - ", "\n"])
    func nothing(cell: String) throws {
        #expect(try table(.cells(cell)).rules[0].conditions.isEmpty)
    }

    @Test(
        "Several decisions of one file, and of several files, are known by their ids")
    func several() throws {
        func decision(_ id: String) -> String {
            """
            <decision id="\(id)"><decisionTable><output name="\(id)"/><rule><outputEntry><text>1</text></outputEntry></rule>\
            </decisionTable></decision>
            """
        }
        let both = DecisionModel(decisions: decision("one") + decision("two")).source
        let third = ModelSource(file: "third.dmn", bytes: DecisionModel(decisions: decision("three")).source.bytes)
        for id in ["one", "two", "three"] {
            let sources = [DecisionModel.caller(of: id), both, third]
            let definition = try #require(try ModelReader.read(sources, dialect: .spiff).first)
            #expect(Array(definition.decisions.keys) == [id])
            #expect(definition.sources.map(\.file) == ["model.bpmn", id == "three" ? "third.dmn" : "rules.dmn"])
        }
    }

    @Test("The hash of a process covers the decisions it uses, and no others; what is kept of it reads the same again")
    func hash() throws {
        let used = DecisionModel.cells("> 1").source
        let other = ModelSource(
            file: "other.dmn",
            bytes: DecisionModel(decisions: "<decision id=\"other\"><decisionTable/></decision>").source.bytes)
        let changed = DecisionModel.cells("> 2").source
        let caller = DecisionModel.caller(of: "rules")
        let first = try #require(try ModelReader.read([caller, used], dialect: .spiff).first)
        let beside = try #require(try ModelReader.read([caller, used, other], dialect: .spiff).first)
        let second = try #require(try ModelReader.read([caller, changed], dialect: .spiff).first)
        #expect(first.hash == beside.hash && first.sources == beside.sources)
        #expect(first.hash != second.hash)
        let again = try #require(try ModelReader.read(beside.sources, dialect: .spiff).first)
        #expect(again.hash == first.hash)
    }

    @Test("A called process brings its decisions")
    func called() throws {
        let main = Model.around("<callActivity id=\"x\" calledElement=\"inner\"/>").source
        let inner = """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:spiff="http://spiffworkflow.org/bpmn/schema/1.0/core">
            <process id="inner"><startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="r"/><businessRuleTask id="r">
            <extensionElements><spiff:calledDecisionId>rules</spiff:calledDecisionId></extensionElements></businessRuleTask>
            </process></definitions>
            """
        let sources = [main, ModelSource(file: "inner.bpmn", bytes: Array(inner.utf8)), DecisionModel.rules.source]
        let definition = try #require(try ModelReader.read(sources, dialect: .spiff).first { $0.id == "p" })
        #expect(Array(definition.decisions.keys) == ["rules"])
        #expect(definition.sources.map(\.file) == ["model.bpmn", "inner.bpmn", "rules.dmn"])
    }
}
