package import Events

/// A publication as the outbox keeps it.
package struct OutboxRow: Sendable, Hashable {
    /// Rows are numbered in the order in which they were committed.
    package var position: Int64
    /// Rows of one lane reach the exchange in order; an instance is a lane, a dead letter is one of its own.
    package var lane: String
    package var publication: Publication

    package init(position: Int64, lane: String, publication: Publication) {
        self.position = position
        self.lane = lane
        self.publication = publication
    }
}
