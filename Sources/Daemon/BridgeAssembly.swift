package import Configuration
package import Core
import EmbeddedEngine
package import EnginePort
package import Logging
package import Models
import RabbitMQ
import Routing
import SQLiteStore
import StorePort
import Threads
package import Values

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Puts a bridge together from its configuration, in the order in which things may go wrong: the models are checked
/// before the store is opened, and the store is opened before anything connects.
package struct BridgeAssembly {
    private let configuration: BridgeConfiguration
    private var settings: BridgeSettings
    private let definitions: [ProcessDefinition]
    /// What is allowed in the models and yet worth a look.
    package var warnings: [ModelProblem] { definitions.flatMap(\.warnings) }

    /// What the models start by, wait for and emit.
    package let interfaces: [ProcessInterface]

    /// Checks everything that can be checked without a store and a broker.
    /// - Parameter journal: where it is noted what is read.
    package init(_ configuration: BridgeConfiguration, models: [ModelSource], _ journal: ReadingJournal? = nil) throws {
        self.configuration = configuration
        settings = BridgeSettings(configuration)
        settings.control = try SocketPath(database: configuration.store.path)
        definitions = try ModelReader.read(models, dialect: configuration.dialect) { journal?.reads($0) }
        interfaces = try EmbeddedEngine().install(definitions) { journal?.reads($0) }
    }

    /// Opens the store and takes up where the last run ended.
    /// - Parameter acceptingRestored: whether an older copy of the database is gone on with.
    /// - Throws: `StoreFailure`; `ControlProblem` where another process has the control socket.
    package func service(
        logger: Logger, acceptingRestored: Bool = false, at now: Timestamp
    ) throws -> BridgeService {
        let store = try openStore(logger)
        if try store.begin(acceptingRestored: acceptingRestored) {
            logger.warning("going on with an older copy of the database; numbers of publications have been skipped")
        }
        if store.isNew { logger.notice("new database", metadata: .keys([.store: "\(store.path)"])) }
        for warning in store.warnings { logger.warning("\(warning)") }
        var settings = settings
        settings.wasUnclean = try store.noteBegin()
        if settings.wasUnclean {
            logger.notice("the last run did not end cleanly")
        }
        // An engine of the core's own: from here on everything it touches belongs to its thread.
        let notes = StepNotes()
        let engine = EmbeddedEngine(
            threads: configuration.engines.embedded.threads ?? ProcessorCount.online, watch: notes)
        let core = try Core(
            store: store, begun: store.path + ".begun", engine: engine, notes: notes,
            installation: Installation(try engine.install(definitions), in: engine),
            routes: Routes(
                inbound: configuration.inboundRoutes, outbound: configuration.outboundRoutes,
                deadLetterQueues: configuration.deadLetterQueues),
            settings: CoreSettings(configuration.store), at: now)
        core.units.witnessCrashes()
        for problem in core.problems { logger.error("\(problem)") }
        return try BridgeService(Bridge(core: core, store: store), settings: settings, logger: logger)
    }
}

extension BridgeAssembly {
    /// How long a command that works with the database while no bridge runs is waited for.
    private static let patience = Duration.seconds(30)

    /// Opens the database. Where another bridge has it this fails at once; a command that only looks into it, or a
    /// bridge that is about to end, does not listen on the control socket and is waited for.
    private func openStore(_ logger: Logger) throws -> Store {
        let end = ContinuousClock.now + Self.patience
        var isTold = false
        while true {
            switch opened() {
            case .success(let store): return store
            case .failure(let failure):
                guard failure.kind == .locked, let path = settings.control, !ControlClient(path).isServed, .now < end
                else { throw failure }
                if !isTold { logger.notice("waiting for the process that has the database to let it go") }
                isTold = true
                // Nothing else is there yet that could be kept waiting.
                poll(nil, 0, 50)
            }
        }
    }

    private func opened() -> Result<Store, StoreFailure> {
        do throws(StoreFailure) {
            return .success(try Store(at: configuration.store.path))
        } catch {
            return .failure(error)
        }
    }
}
