import Messages
package import Values

/// What a bridge answers: a line of JSON for each item, and a last one that says how it ended.
package struct ControlAnswer: Sendable, Hashable {
    package var items: [Value]
    /// What to ask the next page with; nil where this is the last.
    package var next: Int?
    /// Why the request could not be done.
    package var problem: String?

    package init(items: [Value] = [], next: Int? = nil, problem: String? = nil) {
        self.items = items
        self.next = next
        self.problem = problem
    }

    package init(problem: String) { self.init(items: [], problem: problem) }

    /// As it goes over the wire.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        let end = Value.fields(
            ("end", true), ("next", next.map { .int($0) } ?? .null), ("problem", .text(problem)))
        for line in items + [end] {
            bytes += Self.line(of: line)
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }

    /// What has no JSON (a script's infinity) is shown as text.
    private static func line(of item: Value) -> [UInt8] {
        if let bytes = try? JSON.bytes(of: item) { return bytes }
        return Array(JSON.text(of: ["text": .string(JSON.text(of: item))]).utf8)
    }

    /// Reads what came until the connection ended.
    package init(bytes: [UInt8]) throws(ControlProblem) {
        self.init()
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let value: Value
            do {
                value = try JSON.parse(Array(line))
            } catch {
                throw ControlProblem("the bridge's answer cannot be read: \(error)")
            }
            items.append(value)
        }
        guard let end = items.popLast(), end["end"] == .bool(true) else {
            throw ControlProblem("the bridge ended before it had answered: look at its log, and ask again")
        }
        problem = end["problem"]?.asString
        if case .int(let number) = end["next"] { next = number }
    }
}

/// Why something was not asked or answered, in words for a person.
package struct ControlProblem: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
