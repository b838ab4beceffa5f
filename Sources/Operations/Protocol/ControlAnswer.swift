import Values

/// What a bridge answers: a line of JSON for each item, and a last one that says how it ended.
package struct ControlAnswer: Sendable, Hashable {
    package var items: [ControlItem]
    /// What to ask the next page with; nil where this is the last.
    package var next: Int?
    /// Why the request could not be done.
    package var problem: String?

    package init(items: [ControlItem] = [], next: Int? = nil, problem: String? = nil) {
        self.items = items
        self.next = next
        self.problem = problem
    }

    package init(problem: String) { self.init(items: [], problem: problem) }

    /// As it goes over the wire.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        let end = AnswerEnd(next: next, problem: problem)
        for line in items.map(\.value) + [end.value] {
            bytes += Self.line(of: line)
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }

    private static func line(of item: Value) -> [UInt8] {
        if let bytes = try? JSON.bytes(of: item) { return bytes }
        return Array(JSON.text(of: UnwritableItem(JSON.text(of: item)).value).utf8)
    }

    /// Reads what came until the connection ended, in answer to this request.
    package init(bytes: [UInt8], to request: ControlRequest) throws(ControlProblem) {
        var values: [Value] = []
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            do {
                values.append(try JSON.parse(Array(line)))
            } catch {
                throw ControlProblem("the bridge's answer cannot be read: \(error)")
            }
        }
        guard let end = values.popLast().flatMap({ try? AnswerEnd($0) }), end.isEnd else {
            throw ControlProblem("the bridge ended before it had answered: look at its log, and ask again")
        }
        self.init(next: end.next, problem: end.problem)
        for value in values {
            do {
                items.append(try ControlItem(value, to: request))
            } catch {
                throw ControlProblem(
                    "the bridge's answer cannot be read: \(error); are this command and the bridge of one version?")
            }
        }
    }
}

/// The last line of an answer.
private struct AnswerEnd: WireObject {
    var isEnd = true
    var next: Int?
    var problem: String?

    init() {}

    init(next: Int?, problem: String?) {
        self.next = next
        self.problem = problem
    }

    static let fields: [WireField<Self>] = [
        .always("end", \.isEnd, .flag), .maybe("next", \.next, .number), .maybe("problem", \.problem, .text),
    ]
}

/// Why something was not asked or answered, in words for a person.
package struct ControlProblem: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
