/// Where a broker is and who we are there: `amqp://user:password@host:port/vhost`, or `amqps://` for TLS.
package struct BrokerAddress: Sendable, Hashable {
    package var isEncrypted: Bool
    package var host: String
    package var port: Int
    package var user: String
    /// Nil where the URL has none; see `effectivePassword`.
    package var password: String?
    package var vhost: String

    package init(
        host: String, port: Int = 5672, user: String = "guest", password: String? = nil, vhost: String = "/",
        isEncrypted: Bool = false
    ) {
        self.isEncrypted = isEncrypted
        self.host = host
        self.port = port
        self.user = user
        self.password = password
        self.vhost = vhost
    }

    /// The same address with a password that came from elsewhere, a secret's file for instance.
    package func with(password: String) -> BrokerAddress {
        var copy = self
        copy.password = password
        return copy
    }

    /// What we log in with: without any, the broker's default account has its name as password, others an empty one.
    package var effectivePassword: String { password ?? (user == "guest" ? "guest" : "") }
}

extension BrokerAddress: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The URL without the password.
    package var description: String {
        let scheme = isEncrypted ? "amqps" : "amqp"
        let place = host.contains(":") ? "[\(host)]" : host
        return "\(scheme)://\(Percent.encode(user))@\(place):\(port)/\(Percent.encode(vhost))"
    }

    package var debugDescription: String { description }

    /// Dumping a value must not show the password either.
    package var customMirror: Mirror { Mirror(self, children: ["address": description]) }
}
