package import EnginePort
import Messages
package import Models
import SQLiteStore
import StorePort
import Values

/// Makes processes known to engine and store: those of the configuration, and the older versions that instances
/// still run.
package struct Installation {
    private let engine: any ProcessEngine
    package let interfaces: [ProcessInterface]

    /// Reads and checks the models. Nothing is opened or connected for it.
    package init(_ models: [ModelSource], dialect: Dialect, in engine: any ProcessEngine) throws(ModelProblems) {
        self.engine = engine
        interfaces = try engine.install(models, dialect: dialect)
    }

    /// For an engine that has installed these already.
    package init(_ interfaces: [ProcessInterface], in engine: any ProcessEngine) {
        self.engine = engine
        self.interfaces = interfaces
    }

    /// What came of bringing the store up to date.
    package struct Result {
        package var catalog: ProcessCatalog
        /// Events that start or continue a version the store has not seen before: something may be held for it.
        package var newKeys: [EventKey]
        /// Why instances of an older version cannot go on, if so.
        package var problems: [String]
    }

    /// Keeps the definitions, and installs what live instances need beside them.
    func complete(in transaction: borrowing Transaction, _ units: Units, at now: Timestamp) throws -> Result {
        var result = Result(catalog: ProcessCatalog(), newKeys: [], problems: [])
        for interface in interfaces {
            result.catalog.add(interface, isNewest: true)
            if try transaction.definition(interface.definition) == nil {
                result.newKeys += interface.starts.map { EventKey(kind: $0.kind, name: $0.name) }
            }
            try transaction.remember(StoredDefinition(interface, at: now))
        }
        for stored in try transaction.liveDefinitions() where result.catalog.interfaces[stored.hash] == nil {
            let words = "instances of an older version of \(stored.process) cannot go on"
            try units.run(units.installation(of: stored.hash), in: transaction, about: stored.process) {
                do {
                    result.catalog.add(try reinstall(stored), isNewest: false)
                } catch {
                    result.problems.append("\(words): \(error)")
                }
            } putAside: { reason in
                result.problems.append("\(words): \(reason)")
            }
        }
        return result
    }

    private func reinstall(_ stored: StoredDefinition) throws -> ProcessInterface {
        guard let dialect = Dialect(rawValue: stored.dialect) else {
            throw EngineFailure(kind: .state, element: nil, message: "unknown dialect \(stored.dialect)")
        }
        let sources = try [ModelSource](stored: stored.sources)
        let again = try engine.install(sources, dialect: dialect).first { $0.definition == stored.hash }
        guard let again else {
            throw EngineFailure(
                kind: .state, element: nil,
                message: "this version of the bridge reads its model differently (\(stored.hash.prefix(12)))")
        }
        return again
    }
}

extension StoredDefinition {
    fileprivate init(_ interface: ProcessInterface, at now: Timestamp) {
        var writer = ByteWriter()
        writer.write(count: interface.sources.count)
        for source in interface.sources {
            writer.write(source.file)
            writer.write(source.bytes)
        }
        self.init(
            hash: interface.definition, process: interface.process, dialect: interface.dialect.rawValue,
            firstSeen: now, sources: writer.bytes)
    }
}

extension [ModelSource] {
    fileprivate init(stored bytes: [UInt8]) throws(CodingProblem) {
        var reader = ByteReader(bytes)
        self = []
        for _ in 0..<(try reader.count()) {
            append(ModelSource(file: try reader.text(), bytes: try reader.blob()))
        }
    }
}
