import Events
import Foundation

/// What a command shows: a table for a person, or JSON lines for a program.
struct Listing {
    /// Title, and the field or fields it shows.
    typealias Column = (title: String, show: (Value) -> String)

    let columns: [Column]
    let json: Bool

    func show(_ items: [Value]) {
        if json { return items.forEach { print(JSON.text(of: $0)) } }
        var rows = [columns.map(\.title)]
        rows += items.map { item in columns.map { Listing.plain($0.show(item)) } }
        // The last column ends where it ends.
        let widths = columns.indices.dropLast().map { column in rows.map { $0[column].count }.max() ?? 0 }
        for row in rows {
            let padded = zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }
            print((padded + [row.last ?? ""]).joined(separator: "  "))
        }
    }

    /// One thing with all its fields, a line each.
    static func show(_ item: Value, json: Bool) {
        guard !json, case .dict(let fields) = item else { return print(JSON.text(of: item)) }
        let width = fields.keys.map(\.count).max() ?? 0
        for (name, value) in fields {
            let title = name.padding(toLength: width, withPad: " ", startingAt: 0)
            if case .list(let items) = value {
                for (place, entry) in items.enumerated() {
                    let lead = place == 0 ? title : String(repeating: " ", count: width)
                    print("\(lead)  \(plain(text(entry)))")
                }
            } else {
                print("\(title)  \(plain(text(value)))")
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

    /// A line stays a line, and a terminal is not steered by a payload.
    static func plain(_ text: String) -> String {
        let visible = text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) }
        return String(visible)
    }
}
