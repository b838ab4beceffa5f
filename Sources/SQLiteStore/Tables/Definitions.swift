import Messages
import StorePort
import Values

extension Tables {
    /// Keeps a definition; nothing happens where its hash is known.
    func remember(_ definition: StoredDefinition) throws(StoreFailure) {
        if mirror.now.names.definitionKeys[definition.hash] != nil { return }
        let insert = try database.statement(
            "INSERT INTO definition (hash, process, dialect, first_seen, sources) VALUES (?1, ?2, ?3, ?4, ?5)")
        insert.bind(1, definition.hash)
        insert.bind(2, definition.process)
        insert.bind(3, definition.dialect)
        insert.bind(4, definition.firstSeen)
        try insert.run(5, blob: definition.sources)
        mirror.now.names.add(
            Names.Definition(
                key: database.lastInsertedKey, hash: definition.hash, process: definition.process))
    }

    func definition(_ hash: String) throws(StoreFailure) -> StoredDefinition? {
        let select = try database.statement(
            "SELECT hash, process, dialect, first_seen, sources FROM definition WHERE hash = ?1")
        select.bind(1, hash)
        return try select.step() ? Self.definition(of: select) : nil
    }

    /// The definitions that instances which have not ended run on, oldest first.
    func liveDefinitions() throws(StoreFailure) -> [StoredDefinition] {
        var live: [StoredDefinition] = []
        for (key, counts) in mirror.now.tally.counts.sorted(by: { $0.key < $1.key })
        where counts.running + counts.parked > 0 {
            if let hash = mirror.now.names.definitions[key]?.hash, let stored = try definition(hash) {
                live.append(stored)
            }
        }
        return live
    }

    private static func definition(of row: borrowing Statement) -> StoredDefinition {
        StoredDefinition(
            hash: row.text(0), process: row.text(1), dialect: row.text(2), firstSeen: row.timestamp(3),
            sources: row.blob(4))
    }
}
