import Foundation

/// Runs a program to its end.
package enum Shell {
    struct Outcome: Sendable {
        let status: Int32
        let output: String
        let errors: String
    }

    /// Throws, with what it wrote, unless it ends well.
    package static func succeed(_ program: String, _ arguments: [String]) async throws {
        let outcome = try await run(program, arguments)
        if outcome.status != 0 { throw TestFailure("\(program): \(outcome.errors) \(outcome.output)") }
    }

    /// What the program writes must fit a pipe; the programs of the tests write a few lines.
    static func run(_ program: String, _ arguments: [String]) async throws -> Outcome {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = FileHandle.nullDevice
        let status = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do {
                try process.run()
            } catch {
                continuation.resume(throwing: error)
            }
        }
        return Outcome(status: status, output: text(output), errors: text(errors))
    }

    private static func text(_ pipe: Pipe) -> String {
        let data = (try? pipe.fileHandleForReading.readToEnd()) ?? Data()
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
