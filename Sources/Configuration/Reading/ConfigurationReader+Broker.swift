import AMQP
import Files

extension ConfigurationReader {
    func broker(_ root: Section) -> BrokerSettings? {
        // With a URL from elsewhere the whole section may be missing.
        guard let node = brokerURL == nil ? root.required("broker") : root.value("broker") else {
            guard let brokerURL else { return nil }
            return replaced(
                by: brokerURL, BrokerSettings(addresses: [], heartbeat: .seconds(10), prefetch: 512, tls: TLSSettings())
            )
        }
        guard let section = Section(node, .broker, report) else { return nil }
        var settings = BrokerSettings(addresses: [], heartbeat: .seconds(10), prefetch: 512, tls: TLSSettings())
        if let node = section.value("heartbeat") {
            // Zero would switch heartbeats off, and a dead broker would never be noticed.
            settings.heartbeat = values.duration(node, .seconds(1) ... .seconds(600)) ?? .zero
        }
        if let node = section.value("prefetch") { settings.prefetch = values.integer(node, 1...65_535) ?? 0 }
        if let node = section.value("tls") { settings.tls = tls(node) }
        if let brokerURL { return replaced(by: brokerURL, settings) }
        settings.addresses = addresses(section.required("url"))
        if let node = section.value("password_file") {
            settings.password = password(node)
            if settings.addresses.contains(where: { $0.password != nil }) {
                report.problem("the URL has a password already; give one or the other", at: node)
            }
        }
        return settings
    }

    private func replaced(by url: String, _ settings: BrokerSettings) -> BrokerSettings {
        var settings = settings
        do throws(BrokerAddressError) {
            settings.addresses = [try BrokerAddress(url: url)]
        } catch {
            report.problem("the URL that replaces broker.url: \(error)", at: nil as Mark?)
        }
        return settings
    }

    private func addresses(_ node: Node?) -> [BrokerAddress] {
        let nodes = values.oneOrMore(node)
        if nodes.isEmpty, case .sequence? = node { report.problem("must name at least one broker", at: node?.mark) }
        return nodes.compactMap { node in
            guard let url = values.text(node) else { return nil }
            do throws(BrokerAddressError) {
                return try BrokerAddress(url: url)
            } catch {
                report.problem(error.description, at: node)
            }
            return nil
        }
    }

    private func password(_ node: Node) -> Secret? {
        guard let path = values.text(node).map({ FilePath.resolve($0, in: folder) }) else { return nil }
        do throws(FileProblem) {
            let file = try OpenFile.reading(path, .given)
            if file.isWorldReadable { warnOfReaders(path, node) }
            var bytes = try file.bytes(atMost: 64 << 10)
            if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
            if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
            if let text = String(validating: bytes, as: UTF8.self), !text.isEmpty, !bytes.contains(0) {
                return Secret(text: text)
            }
            report.problem("the password file \(path) must hold the password as one line of UTF-8", at: node)
        } catch {
            report.problem("the password file \(path) cannot be read: \(error.reason)", at: node)
        }
        return nil
    }

    private func tls(_ node: Node) -> TLSSettings {
        guard let section = Section(node, .tls, report) else { return TLSSettings() }
        let settings = TLSSettings(
            authorities: file(section.value("authorities")), certificate: file(section.value("certificate")),
            key: file(section.value("key"), isSecret: true),
            login: section.value("login").flatMap { values.choice($0, Login.self) })
        if (section.value("certificate") == nil) != (section.value("key") == nil) {
            report.problem("\"certificate\" and \"key\" belong together", at: node)
        }
        if settings.login == .certificate, section.value("certificate") == nil {
            report.problem("\"login: certificate\" needs a \"certificate\" and its \"key\"", at: node)
        }
        return settings
    }

    /// A file that must be there. The library opens it by its path: here it is looked at.
    private func file(_ node: Node?, isSecret: Bool = false) -> String? {
        guard let node, let path = values.text(node).map({ FilePath.resolve($0, in: folder) }) else { return nil }
        do throws(FileProblem) {
            let file = try OpenFile.reading(path, .given)
            if isSecret, file.isWorldReadable { warnOfReaders(path, node) }
            return path
        } catch {
            report.problem("\(path) cannot be read: \(error.reason)", at: node)
            return nil
        }
    }

    private func warnOfReaders(_ path: String, _ node: Node) {
        report.warn("everybody on this machine may read \(path); chmod 600 it", at: node.mark)
    }
}
