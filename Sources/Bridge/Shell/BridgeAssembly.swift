package import BPMN
package import Configuration
import Engine
package import Events
package import Logging
package import RabbitMQ
import Routing
package import Store

/// Puts a bridge together from its configuration, in the order in which things may go wrong: the models are checked
/// before the store is opened, and the store is opened before anything connects.
package struct BridgeAssembly {
    private let configuration: BridgeConfiguration
    private let settings: BridgeSettings
    private let engine: EmbeddedEngine
    /// Reading the models has told what starts, waits and emits.
    package let installation: Installation

    /// Checks everything that can be checked without a store and a broker.
    package init(_ configuration: BridgeConfiguration, models: [ModelSource]) throws {
        self.configuration = configuration
        settings = try BridgeSettings(configuration)
        engine = EmbeddedEngine()
        installation = try Installation(models, dialect: configuration.dialect.dialect, in: engine)
    }

    /// Opens the store and takes up where the last run ended.
    /// - Throws: `StoreFailure`.
    package consuming func service(logger: Logger, at now: Timestamp) throws -> BridgeService {
        let core = try Core(
            store: try Store(at: configuration.store.path), engine: engine, installation: installation,
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
