import ArgumentParser
import Foundation

/// Says on standard error why a command fails; to be thrown: `throw failure("…", .configuration)`.
func failure(_ message: String, _ code: ExitCode = .failure) -> ExitCode {
    note(message)
    return code
}

/// Says something beside what the command prints.
func note(_ message: String) {
    let line = message.hasSuffix("\n") ? message : message + "\n"
    try? FileHandle.standardError.write(contentsOf: Data(line.utf8))
}

extension ExitCode {
    /// The configuration or the models are wrong (EX_CONFIG of sysexits).
    static let configuration = ExitCode(78)
}
