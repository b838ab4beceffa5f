import Foundation
import Operations
import Values

/// What a command shows: a table for a person, or JSON lines for a program.
struct Listing {
    /// Title, and what it shows of an item; nil where there is nothing to show.
    typealias Column = (title: String, show: (ControlItem) -> String?)

    /// What is longer is cut; `--json` has all of it.
    private static let longestColumn = 80
    private static let longestLast = 500
    private static let longestField = 20_000

    let columns: [Column]
    let json: Bool

    func show(_ items: [ControlItem]) {
        if json { return items.forEach { Terminal.say(json: JSON.text(of: $0.value)) } }
        var rows = [columns.map(\.title)]
        rows += items.map { item in
            columns.indices.map { place in
                let isLast = place == columns.count - 1
                return Visible.line(
                    columns[place].show(item) ?? "-", limit: isLast ? Self.longestLast : Self.longestColumn)
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
    static func show(_ item: ControlItem, json: Bool) {
        guard !json, let fields = item.value.asDict else { return Terminal.say(json: JSON.text(of: item.value)) }
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

    /// A moment without its fraction.
    static func moment(_ moment: Timestamp?) -> String? { moment.map { $0.isoText.prefix(19) + "Z" } }

    private static func text(_ value: Value) -> String { value.asString ?? JSON.text(of: value) }

    /// Of one thing that somebody has asked for, nearly all.
    private static func whole(_ text: String) -> String { Visible.line(text, limit: longestField) }
}
