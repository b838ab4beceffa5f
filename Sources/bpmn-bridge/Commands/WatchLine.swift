import Foundation
import Messages
import Values

/// A publication as a line for a person or a program.
enum WatchLine {
    /// What is longer is cut; `--json` has all of it.
    private static let longestColumn = 4000

    static func text(_ delivery: Delivery) -> String {
        let headers = delivery.properties.headers
        let time = Date(timeIntervalSince1970: Double(delivery.properties.timestamp ?? 0))
            .formatted(.iso8601.time(includingFractionalSeconds: false))
        let columns = [
            time, headers["x-process"]?.asString ?? "-", headers["x-process-instance"]?.asString ?? "-",
            headers["x-sequence"].map { JSON.text(of: $0) } ?? "-", event(delivery),
            String(decoding: delivery.body, as: UTF8.self),
        ]
        return columns.map { Visible.line($0, limit: longestColumn) }.joined(separator: "  ")
    }

    /// The event's name; of a task also that it is one, and its id, for `send --task`.
    private static func event(_ delivery: Delivery) -> String {
        let name = delivery.properties.type ?? "-"
        let headers = delivery.properties.headers
        guard headers["x-event"]?.asString == EventKind.task.rawValue else { return name }
        return "\(name) (task \(headers["x-correlation"]?["task"]?["id"]?.asString ?? "-"))"
    }

    static func json(_ delivery: Delivery) -> String {
        var line: TextTable<Value> = [
            "exchange": .string(delivery.exchange), "routing_key": .string(delivery.routingKey),
            "message_id": delivery.properties.messageID.map { .string($0) } ?? .null,
            "type": delivery.properties.type.map { .string($0) } ?? .null,
            "timestamp": delivery.properties.timestamp.flatMap { Int(exactly: $0) }.map { .int($0) } ?? .null,
            "headers": .dict(delivery.properties.headers),
        ]
        line["payload"] = (try? JSON.parse(delivery.body)) ?? .string(String(decoding: delivery.body, as: UTF8.self))
        return Visible.json(JSON.text(of: .dict(line)))
    }
}
