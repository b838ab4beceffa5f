/// An exception nobody caught, or a budget that was used up.
package struct ScriptFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// Python's class name ("NameError", "ZeroDivisionError"), or "BudgetExceeded".
    package var exception: String
    package var message: String
    /// Counted from 1 within the fragment.
    package var line: Int

    package init(exception: String, message: String, line: Int) {
        self.exception = exception
        self.message = message
        self.line = line
    }

    package var description: String { "line \(line): \(exception): \(message)" }
}
