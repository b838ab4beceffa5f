import Foundation
import Values

/// What a command shows: a table for a person, or JSON lines for a program.
struct Listing {
    /// Title, and the field or fields it shows.
    typealias Column = (title: String, show: (Value) -> String)

    /// What is longer is cut; `--json` has all of it.
    private static let longestColumn = 80
    private static let longestLast = 500
    private static let longestField = 20_000

    let columns: [Column]
    let json: Bool

    func show(_ items: [Value]) {
        if json { return items.forEach { Terminal.say(json: JSON.text(of: $0)) } }
        var rows = [columns.map(\.title)]
        rows += items.map { item in
            columns.indices.map { place in
                let isLast = place == columns.count - 1
                return Visible.line(
                    columns[place].show(item), limit: isLast ? Self.longestLast : Self.longestColumn)
            }
        }
        // The last column ends where it ends.
        let widths = columns.indices.dropLast().map { column in rows.map { $0[column].count }.max() ?? 0 }
        for row in rows {
            let padded = zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }
            Terminal.say((padded + [row.last ?? ""]).joined(separator: "  "))
        }
    }

    /// One thing with all its fields, a line each.
    static func show(_ item: Value, json: Bool) {
        guard !json, case .dict(let fields) = item else { return Terminal.say(json: JSON.text(of: item)) }
        let width = fields.keys.map(\.count).max() ?? 0
        for (name, value) in fields {
            let title = name.padding(toLength: width, withPad: " ", startingAt: 0)
            if case .list(let items) = value {
                for (place, entry) in items.enumerated() {
                    let lead = place == 0 ? title : String(repeating: " ", count: width)
                    Terminal.say("\(lead)  \(whole(text(entry)))")
                }
            } else {
                Terminal.say("\(title)  \(whole(text(value)))")
            }
        }
    }

    static func field(_ name: String) -> (Value) -> String {
        { item in item[name].map { text($0) } ?? "-" }
    }

    /// A moment without its fraction.
    static func moment(_ name: String) -> (Value) -> String {
        { item in item[name]?.asString.map { $0.prefix(19) + "Z" } ?? "-" }
    }

    private static func text(_ value: Value) -> String { value.asString ?? JSON.text(of: value) }

    /// Of one thing that somebody has asked for, nearly all.
    private static func whole(_ text: String) -> String { Visible.line(text, limit: longestField) }
}
