/// Where the database is and how long it remembers.
package struct StoreSettings: Sendable, Hashable {
    package var path: String
    /// How long the ids of messages are remembered.
    package var dedupeWindow: Duration
    /// How long ended instances are kept to be looked at.
    package var keepCompleted: Duration
}
