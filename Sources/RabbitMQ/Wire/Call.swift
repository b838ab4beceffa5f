import AMQP

/// One attempt to connect: to which of the addresses, by which login, and how long each part of it may take.
struct Call: Sendable {
    var address: BrokerAddress
    var place: HostAddress
    var login: Login
    /// For TCP and TLS.
    var reachLimit: Duration
    /// For every answer of the broker until we are logged in.
    var loginLimit: Duration
}

extension Call: CustomStringConvertible {
    /// The URL without the password, and where that leads if it does not say so itself.
    var description: String { address.host == place.digits ? "\(address)" : "\(address) (\(place))" }
}
