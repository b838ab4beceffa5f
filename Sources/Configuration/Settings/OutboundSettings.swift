package import AMQP
package import Routing

/// An outbound route and the queues to bind to its exchange.
package struct OutboundSettings: Sendable {
    /// Nil where nothing is published.
    package var exchange: String?
    package var bind: [QueueBinding]
    package var route: OutboundRoute
}
