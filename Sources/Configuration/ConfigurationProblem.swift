/// Something about the configuration that is wrong, or that is worth a warning, and where.
package struct ConfigurationProblem: Sendable, Hashable, CustomStringConvertible {
    package let file: String
    /// From 1; `nil` where it is about the file as a whole.
    package let line: Int?
    package let column: Int?
    /// What is wrong, and what to do. Never holds a secret.
    package let message: String

    package var description: String {
        let place = [line, column].compactMap { $0.map { ":\($0)" } }.joined()
        return "\(file)\(place): \(message)"
    }
}

/// Everything that is wrong with a configuration, in the order of the file.
package struct ConfigurationProblems: Error, Sendable, Hashable, CustomStringConvertible {
    package let problems: [ConfigurationProblem]

    package var description: String { problems.map(\.description).joined(separator: "\n") }
}
