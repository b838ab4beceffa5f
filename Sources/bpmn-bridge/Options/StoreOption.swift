import ArgumentParser
import Configuration
import Control

/// Which bridge a command talks to: the one that has this database.
struct StoreOption: ParsableArguments {
    @Option(name: [.customLong("config"), .customShort("c")], help: "The bridge's configuration file.")
    var configuration = "config/bridge.yaml"

    @Option(help: ArgumentHelp("The bridge's database, instead of --config.", valueName: "path"))
    var store: String?

    @Flag(help: "Print a JSON object a line.")
    var json = false

    /// Where the database is.
    func path() throws -> String {
        if let store { return store }
        do {
            return try BridgeConfiguration.read(path: configuration, brokerURL: nil).store.path
        } catch {
            throw failure(error, .configuration)
        }
    }

    func client() throws -> ControlClient {
        let database = try path()
        do {
            return ControlClient(try SocketPath(database: database))
        } catch {
            throw failure(error, .configuration)
        }
    }
}

extension ControlClient {
    /// Asks; what the bridge refuses, or that there is none, is said on standard error, exit code 1.
    func answer(to request: ControlRequest, patience: Duration? = .seconds(60)) throws -> ControlAnswer {
        let answer: ControlAnswer
        do {
            answer = try ask(request, patience: patience)
        } catch {
            throw failure(error)
        }
        if let problem = answer.problem { throw failure(problem) }
        return answer
    }
}
