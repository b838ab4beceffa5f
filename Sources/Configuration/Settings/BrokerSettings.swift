package import AMQP

/// Where the broker is and how to talk to it.
package struct BrokerSettings: Sendable {
    /// In the order to try them.
    package var addresses: [BrokerAddress]
    /// From `password_file`; `nil` where there is none.
    package var password: Secret?
    package var heartbeat: Duration
    package var prefetch: Int
    package var tls: TLSSettings
}

/// A text that is never printed by accident.
package struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package let text: String

    package var description: String { "…" }
    package var debugDescription: String { "…" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
