import Models

/// Writes small DMN files for tests. A `¶` marks where a problem is expected, as in `Model`.
struct DecisionModel {
    static let file = "rules.dmn"
    static let namespace = "https://www.omg.org/spec/DMN/20191111/MODEL/"

    let model: Model

    /// - Parameter decisions: what stands in `definitions`.
    init(decisions: String, namespace: String = Self.namespace) {
        model = Model(
            document:
                "<definitions xmlns=\"\(namespace)\" id=\"d\" name=\"d\" namespace=\"urn:test\">\(decisions)</definitions>"
        )
    }

    /// A decision `rules` with this in its table.
    init(_ table: String, attributes: String = "", namespace: String = Self.namespace) {
        self.init(
            decisions:
                "<decision id=\"rules\"><decisionTable id=\"t\"\(attributes)>\(table)</decisionTable></decision>",
            namespace: namespace)
    }

    /// One input `x`, one output `r`, and rows of one cell each that give `1`.
    static func cells(_ cells: String...) -> DecisionModel {
        let rows = cells.map { "<rule>\(Self.cell($0))<outputEntry><text>1</text></outputEntry></rule>" }
        return DecisionModel(
            "<input><inputExpression><text>x</text></inputExpression></input><output name=\"r\"/>" + rows.joined())
    }

    static func cell(_ text: String) -> String { "<inputEntry>¶<text>\(text)</text></inputEntry>" }

    /// A table with everything that is read, and what is not.
    static let rules = DecisionModel(
        """
        <description>by whom</description>
        <input id="i1" label="Amount"><inputExpression id="e1" typeRef="integer"><text>amount</text></inputExpression>
        <inputValues><text>1,2</text></inputValues></input>
        <input id="i2" label="country"><inputExpression id="e2" typeRef="string"><text/></inputExpression></input>
        <output id="o1" name="rate" typeRef="number"/><output id="o2" label="note.text"/><annotation name="why"/>
        <rule id="r1"><description>small</description><inputEntry id="c1"><description>1 / 0</description><text>? &lt; 5</text></inputEntry>
        <inputEntry id="c2"><text>-</text></inputEntry><outputEntry id="c3"><text>amount * 2</text></outputEntry>
        <outputEntry id="c4"><text>"small"</text></outputEntry><annotationEntry><text>no idea</text></annotationEntry></rule>
        <rule id="r2"><inputEntry id="c5"><text/></inputEntry><inputEntry id="c6"><text>in ["AT", "DE"]</text></inputEntry>
        <outputEntry id="c7"><text>0</text></outputEntry><outputEntry id="c8"><text/></outputEntry></rule>
        """, attributes: " hitPolicy=\"COLLECT\"")

    var source: ModelSource { ModelSource(file: Self.file, bytes: model.bytes) }

    /// What is wrong with it, beside a process that calls `rules`.
    func problems(calling: String = "rules") -> [ModelProblem] {
        do throws(ModelProblems) {
            _ = try definition(calling: calling)
            return []
        } catch {
            return error.problems
        }
    }

    func definition(calling: String = "rules") throws(ModelProblems) -> ProcessDefinition? {
        try ModelReader.read([source, Self.caller(of: calling)], dialect: .spiff).first
    }

    static func caller(of decision: String) -> ModelSource {
        let task = """
            <businessRuleTask id="x"><extensionElements><spiff:calledDecisionId>\(decision)</spiff:calledDecisionId>\
            </extensionElements></businessRuleTask>
            """
        return Model.around(task).source
    }

    /// Checks that this and nothing else is told, at its marks.
    func isRefused(_ message: String, element: String? = "rules") -> Bool {
        let expected = model.places.map {
            ModelProblem(
                place: Place(file: Self.file, line: $0.line, column: $0.column), element: element, message: message)
        }
        return !expected.isEmpty && problems() == expected
    }
}
