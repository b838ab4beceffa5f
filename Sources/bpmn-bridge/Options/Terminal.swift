import Foundation
import Messages
import Values

/// The one way to standard output and standard error. What a command shows holds text that others wrote, so each line
/// is made safe here.
enum Terminal {
    /// One line of what the command prints.
    static func say(_ line: String) { print(Visible.line(line)) }

    /// One line of JSON.
    static func say(json line: String) { print(Visible.json(line)) }

    /// A line that is safe already, at once, also into a pipe. A reader that is gone is no reason to fail.
    static func sayAtOnce(_ line: String) {
        try? FileHandle.standardOutput.write(contentsOf: Data("\(line)\n".utf8))
    }

    /// Lines beside what the command prints.
    static func note(_ lines: [String]) {
        let text = lines.map { Visible.line($0) + "\n" }.joined()
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
}
