package import Messages
package import Values

/// A message that reached an instance, as the inbox remembers it.
package struct ReceivedMessage: Sendable, Hashable {
    package var id: String
    package var source: String
    package var outcome: Outcome
    package var at: Timestamp

    package init(id: String, source: String, outcome: Outcome, at: Timestamp) {
        self.id = id
        self.source = source
        self.outcome = outcome
        self.at = at
    }
}
