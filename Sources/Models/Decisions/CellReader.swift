import Python
import XML

/// Reads the cells of a decision table: Python that SpiffWorkflow completes with the input of the column.
struct CellReader {
    let code: CodeReader
    let decision: String

    /// The condition in an input cell; nil where it asks nothing, or is refused.
    func condition(_ cell: XMLElement, of input: DecisionInput, row: Int) -> DecisionCondition? {
        let title = "row \(row), input `\(input.title)`"
        guard let fragment = fragment(cell, title), fragment.text != "-" else { return nil }
        guard let source = input.source else { return nil }
        do throws(ScriptSyntaxError) {
            return DecisionCondition(title: title, label: source.label, test: try test(fragment.text, source))
        } catch {
            code.refuse(error, in: fragment)
            return nil
        }
    }

    /// What an output cell gives; nil where it is refused.
    func result(_ cell: XMLElement, of output: DecisionOutput, row: Int) -> DecisionResult? {
        let title = "row \(row), output `\(output.title)`"
        guard let fragment = fragment(cell, title) else {
            return DecisionResult(title: title, path: output.path, value: nil)
        }
        do throws(ScriptSyntaxError) {
            return DecisionResult(title: title, path: output.path, value: try ScriptExpression(parsing: fragment.text))
        } catch {
            code.refuse(error, in: fragment)
            return nil
        }
    }

    /// The expression of an input column.
    func expression(_ text: XMLElement, title: String) -> ScriptExpression? {
        guard let fragment = code.fragment(text.text, at: text, named: title, of: decision) else { return nil }
        do throws(ScriptSyntaxError) {
            return try ScriptExpression(parsing: fragment.text)
        } catch {
            code.refuse(error, in: fragment)
            return nil
        }
    }

    private func fragment(_ cell: XMLElement, _ title: String) -> CodeReader.Fragment? {
        guard let text = cell.children(named: "text", in: cell.namespace).last else { return nil }
        return code.fragment(text.text, at: text, named: title, of: decision)
    }

    /// A cell with `?` in it is a whole condition; one that is Python by itself is what the input must equal; any
    /// other goes on where the input ends. Each is read as it stands, for its errors, and then completed: the closing
    /// parentheses come on lines of their own, as a comment may end the cell.
    private func test(_ cell: String, _ source: DecisionInput.Source) throws(ScriptSyntaxError) -> ScriptExpression {
        if let marked = InputMark.replaced(in: cell, by: DecisionCondition.variable) {
            try check(question: marked)
            // The input is evaluated first, whatever it is then asked.
            let asked = "(lambda \(DecisionCondition.variable): (\(marked)\n))(\(source.text)\n)"
            return try ScriptExpression(parsing: "not not \(source.label == nil ? asked : "(\(marked)\n)")")
        }
        if Self.goesOn(cell) {
            try check("\(source.text) ", cell)
            return try ScriptExpression(parsing: "not not (\(source.text) \(cell)\n)")
        }
        _ = try ScriptProgram(parsing: cell)
        do throws(ScriptSyntaxError) {
            return try ScriptExpression(parsing: "(\(source.text)\n) == (\(cell)\n)")
        } catch {
            try check("(", cell, "\n)")
            throw error
        }
    }

    private func check(question marked: String) throws(ScriptSyntaxError) {
        do throws(ScriptSyntaxError) {
            _ = try ScriptExpression(parsing: marked)
        } catch {
            let lines = marked.split(separator: "\n", omittingEmptySubsequences: false)
            guard lines.indices.contains(error.line - 1) else { throw error }
            let column = InputMark.column(
                error.column, of: lines[error.line - 1], replacing: DecisionCondition.variable)
            throw ScriptSyntaxError(line: error.line, column: column, message: error.message)
        }
    }

    /// Reads a cell with what comes before and after it; an error has the place it has in the cell.
    private func check(_ before: String, _ cell: String, _ after: String = "") throws(ScriptSyntaxError) {
        do throws(ScriptSyntaxError) {
            _ = try ScriptExpression(parsing: before + cell + after)
        } catch {
            let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
            let shift = error.line <= lines.count ? lines.last?.unicodeScalars.count ?? 0 : 0
            throw ScriptSyntaxError(
                line: max(error.line - lines.count + 1, 1), column: max(error.column - shift, 1),
                message: error.message)
        }
    }

    /// Whether the cell begins with what stands between two values. A star alone does not: Python takes it for another.
    private static func goesOn(_ cell: String) -> Bool {
        if cell.hasPrefix("...") { return false }
        if cell.hasPrefix("**") { return true }
        if let first = cell.unicodeScalars.first, "<>=!./%&|^,".unicodeScalars.contains(first) { return true }
        let word = firstWord(cell)
        return word == "not"
            ? firstWord(cell.dropFirst(3).trimmed) == "in" : ["in", "is", "and", "or", "if"].contains(word)
    }

    private static func firstWord(_ text: some StringProtocol) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.prefix { $0.properties.isXIDContinue }))
    }
}
