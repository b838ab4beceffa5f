package import Routing

/// An inbound route and the queue it reads.
package struct InboundSettings: Sendable {
    package struct Binding: Sendable, Hashable {
        package var exchange: String
        /// `topic`, `direct`, `fanout`, `headers` or a plugin's `x-…`.
        package var type: String
        package var key: String
    }

    package var queue: String
    package var type: QueueKind
    /// The queue for its dead letters.
    package var dead: String
    package var bindings: [Binding]
    package var route: InboundRoute
}
