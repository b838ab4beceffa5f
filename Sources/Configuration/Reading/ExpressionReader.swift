import Python
import Routing

/// Compiles the expressions of routes; what is wrong in one is reported at its own line and column.
struct ExpressionReader {
    let report: Report

    /// The expression, which may use the given variables; `nil`, and reported, if there is something wrong with it.
    func expression(_ node: Node?, _ variables: TextSet) -> RouteExpression? {
        guard let node, let scalar = ValueReader(report: report).scalar(node, "an expression") else { return nil }
        if scalar.string.unicodeScalars.allSatisfy(\.properties.isWhitespace) {
            report.problem("must be an expression, and is empty", at: node)
            return nil
        }
        let expression: RouteExpression
        do throws(ScriptSyntaxError) {
            expression = try RouteExpression(parsing: scalar.string)
        } catch {
            say(error.message, line: error.line, column: error.column, in: scalar)
            return nil
        }
        let unknown = expression.names.subtracting(variables).subtracting(ScriptExpression.builtinNames).sorted()
        for name in unknown {
            let (line, column) = Self.place(of: name, in: scalar.string)
            let hint = Self.hint(for: name, variables)
            say("\"\(name)\" is no variable of this expression\(hint)", line: line, column: column, in: scalar)
        }
        return unknown.isEmpty ? expression : nil
    }

    private static func hint(for name: String, _ variables: TextSet) -> String {
        let python: TextMap = ["true": "True", "false": "False", "null": "None", "none": "None"]
        if let word = python[name.lowercased()] { return "; Python writes \(word)" }
        let hint = NearestName.hint(for: name, among: variables, between: "\"")
        return hint.isEmpty ? "; it may use \(variables.sorted().joined(separator: ", "))" : hint
    }

    /// Where a name stands as a word of its own for the first time.
    private static func place(of name: String, in source: String) -> (line: Int, column: Int) {
        for (index, line) in source.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            var column = 1
            for word in line.unicodeScalars.split(omittingEmptySubsequences: false, whereSeparator: { !isWord($0) }) {
                if Substring(word) == name { return (index + 1, column) }
                column += word.count + 1
            }
        }
        return (1, 1)
    }

    private static func isWord(_ sign: Unicode.Scalar) -> Bool { sign.properties.isXIDContinue }

    /// Reports at a place within a value: exactly where the file shows the source as it is, else where the value begins.
    private func say(_ message: String, line: Int, column: Int, in scalar: Node.Scalar) {
        guard let mark = scalar.mark else { return report.problem(message, at: nil as Mark?) }
        let lines = scalar.string.split(separator: "\n", omittingEmptySubsequences: false)
        let isBlock = scalar.style == .literal || scalar.style == .folded
        let first = isBlock ? mark.line : mark.line - 1
        let index = first + line - 1
        guard lines.indices.contains(line - 1), report.lines.indices.contains(index) else {
            return report.problem(message, at: mark)
        }
        let source = report.lines[index]
        // On the line of the mark the value begins at the mark, or behind its quote; elsewhere behind the indentation.
        let start = !isBlock && line == 1 ? mark.column - 1 : 0
        guard let found = source.dropFirst(start).firstRange(of: lines[line - 1]) else {
            return report.problem(message, at: mark)
        }
        let offset = source.unicodeScalars.distance(from: source.startIndex, to: found.lowerBound)
        report.problem(message, line: index + 1, column: offset + column)
    }
}
