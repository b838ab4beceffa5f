import Python
import XML

/// Reads the columns and rows of a decision table.
struct DecisionTableReader {
    let table: XMLElement
    let decision: String
    let code: CodeReader
    let report: Report

    /// The parts of an output's name.
    private static let deepest = 32
    /// All cells with the expressions that their tests repeat.
    private static let mostBytes = 4 << 20

    func rules() -> [DecisionRule] {
        let inputs = children("input").map(input)
        let outputs = children("output").map(output)
        var bytes = 0
        var rules: [DecisionRule] = []
        for (position, row) in children("rule").enumerated() {
            rules.append(rule(row, position + 1, inputs, outputs, &bytes))
            if bytes > Self.mostBytes {
                report.problem(
                    "the cells with the inputs they repeat have more than \(Self.mostBytes) bytes; put the inputs into "
                        + "variables", at: table, element: decision)
                return []
            }
        }
        return rules
    }

    private func rule(
        _ row: XMLElement, _ number: Int, _ inputs: [DecisionInput], _ outputs: [DecisionOutput], _ bytes: inout Int
    ) -> DecisionRule {
        let cells = CellReader(code: code, decision: decision)
        var rule = DecisionRule(number: number, conditions: [], results: [])
        let questions = fitting(row, "inputEntry", inputs.count, number)
        for (cell, input) in zip(questions, inputs) {
            bytes += (cell.children.last?.text.utf8.count ?? 0) + (input.source?.text.utf8.count ?? 0)
            guard bytes <= Self.mostBytes else { return rule }
            guard let condition = cells.condition(cell, of: input, row: number) else { continue }
            rule.conditions.append(condition)
        }
        for (cell, output) in zip(fitting(row, "outputEntry", outputs.count, number), outputs) {
            if let result = cells.result(cell, of: output, row: number) { rule.results.append(result) }
        }
        return rule
    }

    /// The cells of a row; more of them than columns are a mistake.
    private func fitting(_ row: XMLElement, _ name: String, _ columns: Int, _ number: Int) -> [XMLElement] {
        let cells = row.children(named: name, in: table.namespace)
        if cells.count > columns {
            report.problem(
                "row \(number) has \(cells.count) cells `\(name)`, but the table has \(columns) such columns", at: row,
                element: decision)
        }
        return cells
    }

    private func input(_ xml: XMLElement) -> DecisionInput {
        let label = xml.filled("label")
        for expression in xml.children(named: "inputExpression", in: table.namespace).reversed() {
            guard let text = expression.first("text", in: table.namespace), let words = text.words else { continue }
            let title = label ?? words
            let read = CellReader(code: code, decision: decision).expression(text, title: "input `\(title)`")
            return DecisionInput(title: title, source: read.map { .expression($0) })
        }
        guard let label else {
            report.problem("this input has neither an expression nor a label", at: xml, element: decision)
            return DecisionInput(title: "", source: nil)
        }
        return DecisionInput(title: label, source: .label(label))
    }

    private func output(_ xml: XMLElement) -> DecisionOutput {
        guard let name = xml.filled("name") ?? xml.filled("label") else {
            report.problem("this output has neither a name nor a label", at: xml, element: decision)
            return DecisionOutput(title: "", path: [])
        }
        if xml.first("defaultOutputEntry", in: table.namespace) != nil {
            report.warning("the default of an output is not used: no row, no result", at: xml, element: decision)
        }
        let path = name.parts(between: ".")
        if path.count > Self.deepest {
            report.problem("the name of an output has at most \(Self.deepest) parts", at: xml, element: decision)
        }
        return DecisionOutput(title: name, path: path)
    }

    private func children(_ name: String) -> [XMLElement] { table.children(named: name, in: table.namespace) }
}
