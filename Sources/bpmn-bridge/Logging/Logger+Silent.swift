import Logging

extension Logger {
    /// For commands that tell a person themselves what happens.
    static let silent = Logger(label: "silent", factory: { _ in SwiftLogNoOpLogHandler() })
}
