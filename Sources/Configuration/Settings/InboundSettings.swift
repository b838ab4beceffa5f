package import AMQP
package import Routing

/// An inbound route and the queue it reads.
package struct InboundSettings: Sendable {
    package var queue: String
    package var type: QueueType
    /// The queue for its dead letters.
    package var dead: String
    package var bindings: [ExchangeBinding]
    package var route: InboundRoute
}
