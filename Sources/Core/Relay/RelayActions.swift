package import AMQP
package import Messages

/// What the caller of the relay has to do.
package struct RelayActions: Sendable {
    /// A publication that no queue wanted, or that can never be sent.
    package struct Returned: Sendable {
        package var position: Int64
        package var publication: Publication
        package var reason: String
    }

    /// Numbered by their positions in the outbox.
    package var publish: [NumberedPublication] = []
    /// Confirmed and not returned: to be deleted, in any later round.
    package var confirmed: [Int64] = []
    /// To be parked with the reason.
    package var returned: [Returned] = []
    /// Refused by the broker for now.
    package var refused: [Publication] = []
    package var refusedPositions: [Int64] = []

    package init() {}
}
