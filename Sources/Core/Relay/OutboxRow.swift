package import Messages
package import StorePort

/// A publication as the outbox keeps it.
package struct OutboxRow: LaneItem {
    /// Rows are numbered in the order in which they were committed.
    package var position: Int64
    /// Rows of one lane reach the exchange in order.
    package var lane: LaneNumber
    package var publication: Publication

    package init(position: Int64, lane: LaneNumber, publication: Publication) {
        self.position = position
        self.lane = lane
        self.publication = publication
    }
}

/// Identifies a lane: an instance's key, or the negated position for a publication without an order, such as a dead letter.
package typealias LaneNumber = Int64

extension OutboxRow {
    package init(position: Int64, lane: Lane, publication: Publication) {
        switch lane {
        case .instance(let key): self.init(position: position, lane: key.number, publication: publication)
        case .alone: self.init(position: position, lane: -position, publication: publication)
        }
    }
}
