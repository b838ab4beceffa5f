package import Models
package import Routing

/// What `bridge.yaml` says, checked, with its expressions compiled and its paths resolved.
package struct BridgeConfiguration: Sendable {
    package var broker: BrokerSettings
    package var store: StoreSettings
    /// The model files, each once, sorted within a pattern.
    package var processes: [String]
    package var dialect: Dialect
    package var engines: EngineSettings
    package var inbound: [InboundSettings]
    package var outbound: [OutboundSettings]
    /// What is allowed and yet worth a look.
    package var warnings: [ConfigurationProblem]

    /// Reads a configuration file. Opens nothing but it and the password's file; asks the disk which models there are.
    /// - Parameter brokerURL: takes the place of `broker.url` (and of the password that belongs to it).
    /// - Parameter begins: is told the database's path and the text before the rest is read; gives why it must not be
    ///   read, if so.
    /// - Throws: all problems at once.
    package static func read(
        path: String, brokerURL: String? = nil,
        begins: (_ database: String, _ text: String) -> String? = { _, _ in nil }
    ) throws(ConfigurationProblems) -> BridgeConfiguration {
        let report = Report(file: path)
        guard let text = ConfigurationText.read(path, report),
            let root = ConfigurationText.parse(text, report)
        else { throw report.failure() }
        let reader = ConfigurationReader(folder: FilePath.folder(of: path), brokerURL: brokerURL, report: report)
        let configuration = reader.read(root) { begins($0, text) }
        guard let configuration, report.problems.isEmpty else { throw report.failure() }
        return configuration
    }
}

extension BridgeConfiguration {
    package var inboundRoutes: InboundRoutes { InboundRoutes(inbound.map(\.route)) }

    package var outboundRoutes: OutboundRoutes { OutboundRoutes(outbound.map(\.route)) }

    /// Queue → the queue for its dead letters.
    package var deadLetterQueues: TextMap<String> {
        TextMap(inbound.map { ($0.queue, $0.dead) }, uniquingKeysWith: { first, _ in first })
    }
}
