package import BPMN
package import Configuration
import Control
package import Engine
package import Events
package import Logging
import RabbitMQ
import Routing
import Store

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
    package init(_ configuration: BridgeConfiguration, models: [ModelSource]) throws {
        self.configuration = configuration
        settings = try BridgeSettings(configuration)
        settings.control = try SocketPath(database: configuration.store.path)
        definitions = try ModelReader.read(models, dialect: configuration.dialect.dialect)
        interfaces = try EmbeddedEngine().install(definitions)
    }

    /// Opens the store and takes up where the last run ended.
    /// - Parameter acceptingRestored: whether an older copy of the database is gone on with.
    /// - Throws: `StoreFailure`; `ControlProblem` where another process has the control socket.
    package func service(
        logger: Logger, acceptingRestored: Bool = false, at now: Timestamp
    ) throws -> BridgeService {
        let store = try Store(at: configuration.store.path)
        if try store.begin(acceptingRestored: acceptingRestored) {
            logger.warning("going on with an older copy of the database; numbers of publications have been skipped")
        }
        if store.isNew { logger.notice("new database", metadata: ["store": "\(store.path)"]) }
        for warning in store.warnings { logger.warning("\(warning)") }
        var settings = settings
        settings.wasUnclean = try store.noteBegin()
        if settings.wasUnclean {
            logger.notice("the last run did not end cleanly")
        }
        // An engine of the core's own: from here on everything it touches belongs to its thread.
        let engine = EmbeddedEngine()
        let core = try Core(
            store: store, engine: engine,
            installation: Installation(try engine.install(definitions), in: engine),
            routes: Routes(
                inbound: configuration.inboundRoutes, outbound: configuration.outboundRoutes,
                deadLetterQueues: configuration.deadLetterQueues),
            settings: CoreSettings(configuration.store), at: now)
        for problem in core.problems { logger.error("\(problem)") }
        return try BridgeService(core: core, settings: settings, logger: logger)
    }
}

extension ModelDialect {
    package var dialect: Dialect {
        switch self {
        case .spiff: .spiff
        case .bpmn: .bpmn
        }
    }
}
