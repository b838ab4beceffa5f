package import Routing

/// An outbound route and the queues to bind to its exchange.
package struct OutboundSettings: Sendable {
    package struct Bind: Sendable, Hashable {
        package var queue: String
        package var type: QueueKind
        package var key: String
    }

    /// Nil where nothing is published.
    package var exchange: String?
    package var bind: [Bind]
    package var route: OutboundRoute
}
