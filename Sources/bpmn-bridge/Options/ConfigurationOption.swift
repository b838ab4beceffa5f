import ArgumentParser
import Configuration
import Foundation

/// Which configuration a command works on.
struct ConfigurationOption: ParsableArguments {
    @Option(name: [.customLong("config"), .customShort("c")], help: "The configuration file.")
    var path = "config/bridge.yaml"

    @Option(help: ArgumentHelp("Takes the place of broker.url.", valueName: "url"))
    var broker: String?

    /// Reads it; all problems at once on standard error, exit code 78.
    func load() throws -> BridgeConfiguration {
        do {
            return try BridgeConfiguration.read(path: path, brokerURL: broker)
        } catch {
            throw failure(error, .configuration)
        }
    }
}
