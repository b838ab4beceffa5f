import ArgumentParser
import Configuration
import Models

/// Says on standard error why a command fails; to be thrown: `throw failure("…", .configuration)`.
func failure(_ message: String, _ code: ExitCode = .failure) -> ExitCode {
    note(message)
    return code
}

/// The same for what was thrown; a line for each thing that is wrong.
func failure(_ error: any Error, _ code: ExitCode = .failure) -> ExitCode {
    switch error {
    case let wrong as ModelProblems: Terminal.note(wrong.problems.map(\.description))
    case let wrong as ConfigurationProblems: Terminal.note(wrong.problems.map(\.description))
    default: note("\(error)")
    }
    return code
}

/// Says something beside what the command prints, on one line.
func note(_ message: String) { Terminal.note([message]) }

extension ExitCode {
    /// The configuration or the models are wrong (EX_CONFIG of sysexits).
    static let configuration = ExitCode(78)
}
