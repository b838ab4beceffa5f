package import Messages
package import Values

/// A parked thing that a person has given up, and why.
package struct GivenUp: Sendable, Hashable {
    /// What it was parked under.
    package var number: Int64
    package var at: Timestamp
    package var why: String
    package var kind: ParkedKind
    package var stage: String
    /// Why it had been parked.
    package var reason: String
    package var processes: [String]
    /// The id of the message or of the instance.
    package var subject: String?

    package init(
        number: Int64, at: Timestamp, why: String, kind: ParkedKind, stage: String, reason: String,
        processes: [String], subject: String? = nil
    ) {
        self.number = number
        self.at = at
        self.why = why
        self.kind = kind
        self.stage = stage
        self.reason = reason
        self.processes = processes
        self.subject = subject
    }
}
