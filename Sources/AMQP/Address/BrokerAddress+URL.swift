/// Why a URL is no broker's address. It never repeats the URL, which may hold a password.
package struct BrokerAddressError: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String
}

extension BrokerAddress {
    /// Reads `amqp[s]://[user[:password]@]host[:port][/vhost]`; every part may be percent-encoded.
    ///
    /// Without a vhost, and with an empty one, it is `/`, as everybody writes it (write `%2F` or nothing).
    package init(url: String) throws(BrokerAddressError) {
        guard url.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value < 0x7F }) else {
            throw BrokerAddressError(
                description: "a broker's URL has no spaces and no characters outside ASCII; encode them as %20")
        }
        guard let separator = url.firstRange(of: "://"),
            let isEncrypted = Self.encryption(url[..<separator.lowerBound])
        else { throw BrokerAddressError(description: "a broker's URL begins with amqp:// or amqps://") }
        self.isEncrypted = isEncrypted
        var rest = url[separator.upperBound...]
        if rest.contains("?") || rest.contains("#") {
            throw BrokerAddressError(
                description: "a broker's URL takes no ?options and no #fragment; encode the signs as %3F and %23")
        }
        let path = Self.cut(&rest, atFirst: "/")
        let account = Self.cutBefore(&rest, last: "@")
        (user, password) = try Self.account(account)
        (host, port) = try Self.place(rest, defaultPort: isEncrypted ? 5671 : 5672)
        vhost = try Self.vhost(path)
    }

    /// Nil where that is no scheme of AMQP's.
    private static func encryption(_ scheme: Substring) -> Bool? {
        switch scheme.lowercased() {
        case "amqp": false
        case "amqps": true
        default: nil
        }
    }

    private static func account(_ text: Substring?) throws(BrokerAddressError) -> (String, String?) {
        guard let text else { return ("guest", nil) }
        var name = text
        let secret = cut(&name, atFirst: ":")
        let user = try decode(name, "user")
        if user.isEmpty { throw BrokerAddressError(description: "the URL has an empty user before the @") }
        guard let secret else { return (user, nil) }
        return (user, try decode(secret, "password"))
    }

    private static func place(_ text: Substring, defaultPort: Int) throws(BrokerAddressError) -> (String, Int) {
        var name = text
        var port: Substring?
        if name.hasPrefix("[") {
            guard let end = name.firstIndex(of: "]") else {
                throw BrokerAddressError(description: "the URL's IPv6 host lacks its closing ]")
            }
            let after = name[name.unicodeScalars.index(after: end)...]
            if !after.isEmpty && !after.hasPrefix(":") {
                throw BrokerAddressError(description: "after the URL's IPv6 host comes :port or nothing")
            }
            port = after.isEmpty ? nil : after.dropFirst()
            name = name[..<end].dropFirst()
        } else {
            port = cut(&name, atFirst: ":")
        }
        let host = try decode(name, "host")
        if host.isEmpty { throw BrokerAddressError(description: "the URL names no host") }
        guard let port else { return (host, defaultPort) }
        guard let number = Int(port), (1...65535).contains(number), port.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else {
            throw BrokerAddressError(
                description: "what follows the host is no port from 1 to 65535; encode a : in a password as %3A")
        }
        return (host, number)
    }

    private static func vhost(_ path: Substring?) throws(BrokerAddressError) -> String {
        guard let path, !path.isEmpty else { return "/" }
        if path.contains("/") {
            throw BrokerAddressError(description: "the URL's vhost has a further /; write it as %2F")
        }
        return try decode(path, "vhost")
    }

    private static func decode(_ text: Substring, _ part: String) throws(BrokerAddressError) -> String {
        guard let decoded = Percent.decode(text), !decoded.utf8.contains(0) else {
            throw BrokerAddressError(description: "the URL's \(part) has a percent sign that encodes no text")
        }
        return decoded
    }

    private static func cut(_ text: inout Substring, atFirst sign: Character) -> Substring? {
        guard let index = text.firstIndex(of: sign) else { return nil }
        defer { text = text[..<index] }
        return text[text.unicodeScalars.index(after: index)...]
    }

    private static func cutBefore(_ text: inout Substring, last sign: Character) -> Substring? {
        guard let index = text.lastIndex(of: sign) else { return nil }
        defer { text = text[text.unicodeScalars.index(after: index)...] }
        return text[..<index]
    }
}
