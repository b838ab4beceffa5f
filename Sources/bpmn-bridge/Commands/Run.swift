import ArgumentParser
import Configuration
import Core
import Daemon
import Foundation
import Logging
import Messages
import SQLiteStore
import UnixSignals
import Values

/// `bpmn-bridge run`: the daemon.
struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the bridge.",
        discussion: """
            SIGTERM or Ctrl-C: stop consuming, apply what has arrived, wait for the broker's confirms, exit 0. \
            A second one: exit at once; nothing is lost, what was in flight is redelivered. SIGHUP: read the configuration and \
            the models again; if they are right, stop gracefully and start with them in the same process, else go on as \
            before.

            A broker that is not there is waited for. Exit code 78: the configuration or a model is wrong, or \
            something at the broker contradicts it. Exit code 1: the store cannot be opened or is lost.
            """)

    @OptionGroup var configuration: ConfigurationOption
    @OptionGroup var log: LogOptions

    @Flag(
        help:
            "Go on with an older copy of the database; numbers of publications are skipped, so that none is given twice."
    )
    var acceptRestored = false

    func run() async throws {
        // First of all, so that a signal is never answered by dying.
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup)
        let writer = log.bootstrap()
        let logger = Logger(label: "bpmn-bridge")
        do {
            let journal = ReadingJournal()
            let bridge = try configuration.load(journal)
            for warning in bridge.warnings { logger.warning("\(warning)") }
            let assembly = try bridge.assembled(journal)
            if let problem = journal.problem { logger.warning("\(problem)") }
            for warning in assembly.warnings { logger.warning("\(warning)") }
            let service = try open(assembly, bridge, logger)
            let reload = Reload()
            let obedience = Task { await obey(signals, service, reload, logger) }
            let end = await service.run()
            obedience.cancel()
            await writer.flush()
            try finish(end)
            if reload.isWanted { throw failure("cannot start again: \(Reload.again())") }
        } catch {
            await writer.flush()
            throw error
        }
    }

    private func open(
        _ assembly: BridgeAssembly, _ bridge: BridgeConfiguration, _ logger: Logger
    ) throws -> BridgeService {
        let processes = assembly.interfaces.map(\.process).joined(separator: ",")
        do {
            let service = try assembly.service(
                logger: logger, acceptingRestored: acceptRestored, at: .systemNow())
            logger.notice(
                "ready to connect", metadata: .keys([.processes: "\(processes)", .store: "\(bridge.store.path)"]))
            return service
        } catch {
            throw failure(error)
        }
    }

    /// The first signal to end stops gracefully, the second at once.
    private func obey(
        _ signals: UnixSignalsSequence, _ service: BridgeService, _ reload: Reload, _ logger: Logger
    ) async {
        var isStopping = false
        for await signal in signals {
            if signal == .sighup {
                guard !isStopping, !reload.isWanted, isLoadable(logger) else { continue }
                reload.set(true)
            } else {
                if isStopping { Foundation.exit(1) }
                isStopping = true
                reload.set(false)
            }
            service.stop()
        }
    }

    /// Whether the bridge could start with what the configuration and the models say now.
    private func isLoadable(_ logger: Logger) -> Bool {
        do {
            let journal = ReadingJournal()
            _ = try configuration.load(journal).assembled(journal)
            logger.notice("SIGHUP: starting again with the configuration as it is now")
            return true
        } catch {
            logger.error("SIGHUP: going on as before, for the configuration or a model is wrong now; see above")
            return false
        }
    }

    private func finish(_ end: BridgeEnd) throws {
        switch end {
        case .stopped: return
        case .storeLost(let reason): throw failure("the store is lost: \(reason)")
        // What this machine lacks just now is no fault of the configuration.
        case .refused(let problem): throw failure("\(problem)", problem.remedy == .stop ? .configuration : .failure)
        }
    }
}
