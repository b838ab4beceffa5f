/// The shape of a broker's URL, checked before anything connects. What is said of it never repeats it: it may hold a password.
enum BrokerURL {
    /// What is wrong with it; `nil` if it is `amqp[s]://[user[:password]@]host[:port][/vhost]`.
    static func problem(with url: String) -> String? {
        guard url.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value < 0x7F }) else {
            return "a broker's URL has no spaces and no characters outside ASCII; encode them as %20"
        }
        guard let separator = url.firstRange(of: "://"),
            ["amqp", "amqps"].contains(url[..<separator.lowerBound].lowercased())
        else { return "a broker's URL begins with amqp:// or amqps://" }
        let rest = url[separator.upperBound...]
        if rest.contains("?") || rest.contains("#") {
            return "a broker's URL takes no ?options and no #fragment; encode the signs as %3F and %23"
        }
        let parts = rest.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count > 2 { return "the URL's vhost has a further /; write it as %2F" }
        return parts.first.flatMap { place($0.split(separator: "@", omittingEmptySubsequences: false).last ?? "") }
    }

    static func hasPassword(_ url: String) -> Bool {
        guard let separator = url.firstRange(of: "://"),
            let account = url[separator.upperBound...].split(separator: "/").first?.split(separator: "@"),
            account.count > 1
        else { return false }
        return account[0].contains(":")
    }

    private static func place(_ text: Substring) -> String? {
        var host = text
        var port: Substring?
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return "the URL's IPv6 host lacks its closing ]" }
            host = text[..<end].dropFirst()
            let after = text[end...].dropFirst()
            if !after.isEmpty { port = after.hasPrefix(":") ? after.dropFirst() : "" }
        } else if let colon = text.firstIndex(of: ":") {
            host = text[..<colon]
            port = text[colon...].dropFirst()
        }
        if host.isEmpty { return "the URL names no host" }
        guard let port else { return nil }
        let isPort = port.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) && (1...65535).contains(Int(port) ?? 0)
        return isPort ? nil : "what follows the host is no port from 1 to 65535; encode a : in a password as %3A"
    }
}
