/// A fragment that is not Python, or that is outside the subset: "`class` is not supported".
package struct ScriptSyntaxError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Counted from 1 within the fragment.
    package var line: Int
    /// Counted from 1, in characters.
    package var column: Int
    package var message: String

    package init(line: Int, column: Int, message: String) {
        self.line = line
        self.column = column
        self.message = message
    }

    package var description: String { "line \(line), column \(column): \(message)" }
}
