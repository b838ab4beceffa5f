import ArgumentParser
import Configuration
import Core
import Foundation
import Operations

/// Which configuration a command works on.
struct ConfigurationOption: ParsableArguments {
    @Option(name: [.customLong("config"), .customShort("c")], help: "The configuration file.")
    var path = "config/bridge.yaml"

    @Option(help: ArgumentHelp("Takes the place of broker.url.", valueName: "url"))
    var broker: String?

    /// Reads it; all problems at once on standard error, exit code 78.
    /// - Parameter journal: where it is noted what is read.
    func load(_ journal: ReadingJournal? = nil) throws -> BridgeConfiguration {
        do {
            return try BridgeConfiguration.read(path: path, brokerURL: broker) { database, text in
                journal?.begin(path, text, besideDatabase: database)
            }
        } catch {
            journal?.failed()
            throw failure(error, .configuration)
        }
    }
}
