/// Where the broker is and how to talk to it.
package struct BrokerSettings: Sendable {
    /// In the order to try them; `amqp://` or `amqps://`.
    package var urls: [String]
    /// From `password_file`; `nil` where there is none.
    package var password: Secret?
    package var heartbeat: Duration
    package var prefetch: Int
    package var tls: TLSSettings
}

/// Files for `amqps://`, as paths.
package struct TLSSettings: Sendable, Hashable {
    /// The authorities that may vouch for the broker, PEM; the system's where it is `nil`.
    package var authorities: String?
    /// The bridge's own certificate and its key, PEM; both or neither.
    package var certificate: String?
    package var key: String?
    /// How to log in where both a certificate and a password could; `nil` for what is given.
    package var login: LoginKind?
}

/// By what the broker knows who we are.
package enum LoginKind: String, Sendable, Hashable, CaseIterable {
    /// SASL PLAIN.
    case password = "password"
    /// SASL EXTERNAL.
    case certificate = "certificate"
}

/// A text that is never printed by accident.
package struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package let text: String

    package var description: String { "…" }
    package var debugDescription: String { "…" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
