import Foundation
import Logging
import Messages
import Values

/// Formats log entries as one line each: readable, or a JSON object.
struct LineLogHandler: LogHandler {
    enum Format: String, Sendable {
        case text = "text"
        case json = "json"
    }

    /// What is longer is cut: whoever sends us messages chooses much of it.
    private static let longestValue = 1000
    private static let longestMessage = 4000

    let label: String
    let format: Format
    let writer: LogWriter
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata.index(forKey: key).map { metadata.values[$0] } }
        set {
            if let newValue { metadata.updateValue(newValue, forKey: key) } else { metadata.removeValue(forKey: key) }
        }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
        let now = Date.now.formatted(.iso8601.time(includingFractionalSeconds: true))
        switch format {
        case .text:
            let extra = all.map { " \($0.key)=\(Visible.field("\($0.value)", limit: Self.longestValue))" }.joined()
            let message = Visible.line("\(event.message)", limit: Self.longestMessage)
            writer.write("\(now) \(Self.padded(event.level)) \(message)\(extra)\n")
        case .json:
            let pairs = [
                (LogKey.time.rawValue, now), (LogKey.level.rawValue, event.level.rawValue),
                (LogKey.logger.rawValue, label),
                (LogKey.message.rawValue, Visible.cut("\(event.message)", limit: Self.longestMessage)),
            ]
            let fields = (pairs + all.map { ($0.key, Visible.cut("\($0.value)", limit: Self.longestValue)) })
                .map { "\(Self.quoted($0)):\(Self.quoted($1))" }
            writer.write("{\(fields.joined(separator: ","))}\n")
        }
    }

    private static func padded(_ level: Logger.Level) -> String {
        level.rawValue.uppercased().padding(toLength: 8, withPad: " ", startingAt: 0)
    }

    private static func quoted(_ text: String) -> String { Visible.json(JSON.text(of: .string(text))) }
}
