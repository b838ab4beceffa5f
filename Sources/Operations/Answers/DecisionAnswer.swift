import Core
import Values

/// What came of a person's decision about something parked, or held.
package struct DecisionAnswer: WireObject {
    package enum Subject: Sendable, Hashable {
        case parked(Int)
        case held(Int)

        package var number: Int {
            switch self {
            case .parked(let number), .held(let number): number
            }
        }
    }

    package var subject = Subject.parked(0)
    /// Whether nothing is left for a person to do.
    package var isDone = false
    /// What happened, in a word or two.
    package var result = ""
    /// Why it is not done.
    package var reason: String?

    package init() {}

    package init(_ subject: Subject, isDone: Bool, result: String, reason: String?) {
        self.subject = subject
        self.isDone = isDone
        self.result = result
        self.reason = reason
    }

    private static let names = (parked: "parked", held: "held")

    package static let fields: [WireField<Self>] = [
        WireField(
            write: { answer, entries in
                switch answer.subject {
                case .parked(let number): entries[names.parked] = .int(number)
                case .held(let number): entries[names.held] = .int(number)
                }
            },
            read: { answer, entries throws(ControlProblem) in
                if case .int(let number)? = entries[names.parked] {
                    answer.subject = .parked(number)
                } else if case .int(let number)? = entries[names.held] {
                    answer.subject = .held(number)
                } else {
                    throw ControlProblem("the answer does not say what it is about")
                }
            }),
        .always("done", \.isDone, .flag), .always("result", \.result, .text), .maybe("reason", \.reason, .text),
    ]
}

/// A copy of the database that was made.
package struct CopiedAnswer: WireObject {
    /// The file.
    package var path = ""
    /// Its size, once it has its name.
    package var bytes: Int?

    package init() {}

    package init(_ path: String, bytes: Int? = nil) {
        self.path = path
        self.bytes = bytes
    }

    package static let fields: [WireField<Self>] = [
        .always("copied", \.path, .text), .maybe("bytes", \.bytes, .number),
    ]
}

/// An instance whose row cannot be read: it must not hide the others.
package struct UnreadableInstance: WireObject {
    package var row = 0

    package init() {}

    package init(row: Int) { self.row = row }

    package static let status = "unreadable"
    static let rowName = "row"

    package static let fields: [WireField<Self>] = [
        .always(rowName, \.row, .number), WireField(write: { $1["status"] = .string(status) }, read: { _, _ in }),
    ]
}
