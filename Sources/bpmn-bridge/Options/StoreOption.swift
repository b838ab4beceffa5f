import ArgumentParser
import Configuration
import Daemon
import Foundation
import Operations
import SQLiteStore
import StorePort
import Values

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

/// Who answers what is in a database.
protocol Answering {
    func ask(_ request: ControlRequest, patience: Duration?) throws -> ControlAnswer
}

extension ControlClient: Answering {}

extension StoppedBridge: Answering {
    func ask(_ request: ControlRequest, patience: Duration?) throws -> ControlAnswer {
        answer(request, at: .systemNow())
    }
}

extension StoreOption {
    /// The running bridge; where none runs, its database itself.
    func desk() throws -> any Answering {
        let client = try client()
        let path = try path()
        // One that is just starting or ending has the database and does not listen.
        for _ in 0..<50 {
            if client.isServed { return client }
            do {
                let stopped = try StoppedBridge(store: path)
                if !json { note("no bridge runs on this database: asking the database itself") }
                return stopped
            } catch let problem as StoreFailure where problem.kind == .locked {
                // The lock tells nobody when it is let go, and nothing else runs in this command.
                Thread.sleep(forTimeInterval: 0.1)
            } catch {
                throw failure("no bridge runs on this database, and it cannot be asked itself: \(error)")
            }
        }
        throw failure("a process has the database \(path) and does not listen on its control socket: ask again")
    }
}

extension Answering {
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
