/// Collects what is wrong while a configuration is read, so that all of it is said at once.
final class Report {
    let file: String
    /// The lines of the file, for places within a value.
    var lines: [Substring] = []
    private(set) var problems: [ConfigurationProblem] = []
    private(set) var warnings: [ConfigurationProblem] = []

    init(file: String) { self.file = file }

    func problem(_ message: String, at mark: Mark?) {
        problems.append(ConfigurationProblem(file: file, line: mark?.line, column: mark?.column, message: message))
    }

    func problem(_ message: String, at node: Node) { problem(message, at: node.mark) }

    func problem(_ message: String, line: Int, column: Int) {
        problems.append(ConfigurationProblem(file: file, line: line, column: column, message: message))
    }

    func warn(_ message: String, at mark: Mark?) {
        warnings.append(ConfigurationProblem(file: file, line: mark?.line, column: mark?.column, message: message))
    }

    /// All problems, in the order of the file.
    func failure() -> ConfigurationProblems {
        ConfigurationProblems(
            problems: problems.enumerated().sorted { left, right in
                (left.element.line ?? 0, left.element.column ?? 0, left.offset)
                    < (right.element.line ?? 0, right.element.column ?? 0, right.offset)
            }.map(\.element))
    }
}
