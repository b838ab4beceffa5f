/// By what the broker knows who we are.
package enum Login: String, Sendable, Hashable, CaseIterable {
    /// User and password: SASL PLAIN.
    case password = "password"
    /// The subject of our certificate: SASL EXTERNAL.
    case certificate = "certificate"
}

extension TLSSettings {
    /// The ways to log in there, the likeliest first: what a broker does not offer is not tried again.
    package func logins(at address: BrokerAddress) -> [Login] {
        guard certificate != nil, address.isEncrypted else { return [.password] }
        if let login { return [login] }
        return address.password == nil ? [.certificate, .password] : [.password, .certificate]
    }
}
