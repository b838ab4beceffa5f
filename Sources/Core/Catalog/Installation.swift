package import EnginePort
import Messages
package import Models
import StorePort
import Values

/// Makes processes known to engine and store: those of the configuration, and the older versions that instances
/// still run.
package struct Installation {
    private let engine: any StateEngine
    package let interfaces: [ProcessInterface]

    /// Reads and checks the models. Nothing is opened or connected for it.
    package init(_ models: [ModelSource], dialect: Dialect, in engine: any StateEngine) throws(ModelProblems) {
        self.engine = engine
        interfaces = try engine.install(models, dialect: dialect)
    }

    /// For an engine that has installed these already.
    package init(_ interfaces: [ProcessInterface], in engine: any StateEngine) {
        self.engine = engine
        self.interfaces = interfaces
    }

    /// Keeps the definitions, and installs what live instances need beside them. What is held for a version that the
    /// store has not seen before is taken up.
    /// - Returns: why instances of an older version cannot go on, if so.
    func complete(_ work: Round, at now: Timestamp) throws -> [String] {
        try work.begin(at: now)
        // Queues have their numbers from the start: what a message is known by is the same each time it is tried.
        for route in work.routes.inbound.all { _ = try work.set.source(route.queue) }
        let new = try keepDefinitions(work, at: now)
        let problems = try reinstall(work)
        if !new.isEmpty { work.set.append(.fact(Self.unfinished, new.joined(separator: " "))) }
        try work.commitNow()
        if new.isEmpty { return problems }
        for interface in interfaces where new.contains(interface.definition) {
            for start in interface.starts { try work.reconsider(EventKey(kind: start.kind, name: start.name)) }
        }
        work.set.append(.fact(Self.unfinished, nil))
        try work.commitNow()
        return problems
    }

    /// The versions for which what is held has not all been looked at, should the process end meanwhile.
    private static let unfinished = "reconsidering"

    /// - Returns: the hashes of those for which something may be held.
    private func keepDefinitions(_ work: Round, at now: Timestamp) throws -> [DefinitionHash] {
        let set = work.set
        guard case .text(let unfinished) = try set.store.read(.fact(Self.unfinished)) else {
            throw WorkingSet.misunderstood("a fact")
        }
        var new = unfinished?.split(separator: " ").map(String.init) ?? []
        for interface in interfaces {
            work.catalog.add(interface, isNewest: true)
            guard case .definitions(let known) = try set.store.read(.definition(interface.definition)) else {
                throw WorkingSet.misunderstood("a definition")
            }
            guard known.isEmpty else { continue }
            set.append(.definition(StoredDefinition(interface, at: now)))
            if !new.contains(interface.definition) { new.append(interface.definition) }
        }
        return new
    }

    /// Installs the older versions that instances still run.
    private func reinstall(_ work: Round) throws -> [String] {
        guard case .definitions(let live) = try work.set.store.read(.liveDefinitions) else {
            throw WorkingSet.misunderstood("definitions")
        }
        var problems: [String] = []
        for stored in live where work.catalog.interfaces[stored.hash] == nil {
            let words = "instances of an older version of \(stored.process) cannot go on"
            try work.units.run(work.units.installation(of: stored.hash), in: work.set, about: stored.process) {
                do {
                    work.catalog.add(try reinstall(stored), isNewest: false)
                } catch {
                    problems.append("\(words): \(error)")
                }
            } putAside: { reason in
                problems.append("\(words): \(reason)")
            }
        }
        return problems
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
