/// Files for `amqps://`, as paths. The broker's certificate and its host name are always verified.
package struct TLSSettings: Sendable, Hashable {
    /// PEM; Debian's bundle if not given.
    package var authorities: String?
    /// PEM; with a certificate of our own and no password we log in as its subject (SASL EXTERNAL).
    package var certificate: String?
    /// PEM, not encrypted.
    package var key: String?
    /// Nil for the password if there is one, else the certificate if there is one.
    package var login: Login?

    package init(
        authorities: String? = nil, certificate: String? = nil, key: String? = nil, login: Login? = nil
    ) {
        self.authorities = authorities
        self.certificate = certificate
        self.key = key
        self.login = login
    }
}
