import Models
import Testing

@Suite("Decision tables that are refused") struct DecisionRefusalTests {
    @Test(
        "A cell that is not Python is named with its row, input and place",
        arguments: [
            ("[1..5]", "row 1, input `x`, line 1, column 4:"), ("&gt; &gt; 3", "row 1, input `x`, line 1, column 3:"),
            ("? + ? +", "row 1, input `x`, line 1, column 8:"), ("not(3", "row 1, input `x`, line 1, column"),
            ("= 3", "row 1, input `x`, line 1, column 1:"), ("y = 3", "row 1, input `x`"), ("* 3", "row 1, input `x`"),
            ("import os", "row 1, input `x`"), ("\n1 +", "row 1, input `x`, line 1, column"),
        ])
    func cell(text: String, message: String) throws {
        let model = DecisionModel.cells(text)
        let problem = try #require(model.problems().first)
        #expect(model.problems().count == 1 && problem.element == "rules" && problem.place.file == DecisionModel.file)
        #expect(problem.message.hasPrefix(message), "\(problem)")
        #expect(problem.place.line == (text.hasPrefix("\n") ? 2 : 1))
    }

    @Test("So is an output, and the expression of a column")
    func outputs() throws {
        let output = DecisionModel(
            "<output name=\"r\"/><rule/><rule><outputEntry>\n<text>1 +</text></outputEntry></rule>")
        #expect(output.problems().map { "\($0)".prefix(45) } == ["rules.dmn:2:1: rules: row 2, output `r`, line"])
        let input = DecisionModel("<input><inputExpression><text>a b</text></inputExpression></input>")
        #expect(input.problems().first?.message.hasPrefix("input `a b`, line 1, column 3:") == true)
    }

    @Test(
        "Hit policies that SpiffWorkflow does not run as DMN has them",
        arguments: ["PRIORITY", "RULE ORDER", "OUTPUT ORDER"])
    func policies(name: String) {
        let model = DecisionModel(
            decisions: "<decision id=\"rules\">¶<decisionTable hitPolicy=\"\(name)\"/></decision>")
        #expect(
            model.isRefused("the hit policy \(name) is not supported; use one of UNIQUE, FIRST, ANY, COLLECT"))
    }

    @Test("A misspelt hit policy, an aggregation")
    func policy() {
        let misspelt = DecisionModel(
            decisions: "<decision id=\"rules\">¶<decisionTable hitPolicy=\"UNIQE\"/></decision>")
        #expect(misspelt.isRefused("the hit policy UNIQE is not supported; did you mean `UNIQUE`?"))
        let sum = DecisionModel(
            decisions: "<decision id=\"rules\">¶<decisionTable hitPolicy=\"COLLECT\" aggregation=\"SUM\"/></decision>")
        #expect(
            sum.isRefused(
                "COLLECT with the aggregation SUM is not supported; leave it out, and compute it from the list"))
    }

    @Test("A decision that is not there, with the nearest")
    func missing() {
        let told = DecisionModel.rules.problems(calling: "rule")
        #expect(told.map(\.message) == ["there is no decision `rule`; did you mean `rules`?"])
        #expect(told.map(\.element) == ["x"] && told.map(\.place.file) == ["model.bpmn"])
    }

    @Test("A decision without a table, or that requires another, is refused where it is used")
    func unusable() {
        let literal = DecisionModel(decisions: "<decision id=\"rules\"><literalExpression/></decision>")
        #expect(
            literal.problems().map(\.message) == [
                "the decision `rules` (rules.dmn:1:104) cannot be run: it has no decision table"
            ])
        let other = DecisionModel(
            decisions: """
                <decision id="rules"><informationRequirement><requiredDecision href="#more"/></informationRequirement>\
                <decisionTable/></decision>
                """)
        #expect(
            other.problems().map(\.message) == [
                "the decision `rules` (rules.dmn:1:104) cannot be run: it requires the decision #more, which is not "
                    + "evaluated; give that a business rule task of its own"
            ])
        let beside = DecisionModel(
            decisions:
                "<decision id=\"rules\"><decisionTable/></decision><decision id=\"other\"><literalExpression/></decision>"
        )
        #expect(beside.problems().isEmpty)
    }

    @Test("Decisions without an id, or with one that is taken; several tables; columns without names; too many cells")
    func structure() {
        #expect(
            DecisionModel(decisions: "<decision id=\"rules\"><decisionTable/></decision>¶<decision/>").isRefused(
                "this decision has no id", element: nil))
        let table = "<decision id=\"rules\"><decisionTable/></decision>"
        #expect(
            DecisionModel(decisions: table + "¶" + table).isRefused(
                "there is another decision `rules`, in rules.dmn:1:104"))
        #expect(
            DecisionModel(decisions: "<decision id=\"rules\"><decisionTable/>¶<decisionTable/></decision>").isRefused(
                "this decision has several decision tables"))
        #expect(DecisionModel("¶<input/>").isRefused("this input has neither an expression nor a label"))
        #expect(DecisionModel("¶<output/>").isRefused("this output has neither a name nor a label"))
        #expect(
            DecisionModel("<output name=\"r\"/>¶<rule><outputEntry/><outputEntry/></rule>").isRefused(
                "row 1 has 2 cells `outputEntry`, but the table has 1 such columns"))
    }

    @Test("Decisions alone are no model")
    func alone() {
        let thrown = #expect(throws: ModelProblems.self) {
            try ModelReader.read([DecisionModel.rules.source], dialect: .spiff)
        }
        #expect(thrown?.problems.count == 1)
    }

    @Test("A table whose cells repeat a long input too often is refused at once")
    func tooBig() throws {
        let row = "<rule><inputEntry><text>1</text></inputEntry></rule>"
        let long = String(repeating: "x + ", count: 15_000) + "x"
        let model = DecisionModel(
            "<input><inputExpression><text>\(long)</text></inputExpression></input>"
                + String(repeating: row, count: 2_000))
        let told = try #require(model.problems().last)
        #expect(told.message.hasPrefix("the cells with the inputs they repeat have more than"))
    }
}
