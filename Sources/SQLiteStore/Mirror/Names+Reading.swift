import Messages
import StorePort

extension Names {
    /// Reads all names again.
    mutating func read(from database: Database) throws(StoreFailure) {
        self = Names()
        let definitions = try database.once("SELECT key, hash, process FROM definition")
        while try definitions.step() {
            add(Definition(key: definitions.int64(0), hash: definitions.text(1), process: definitions.text(2)))
        }
        let interests = try database.once(
            """
            SELECT key, kind, name, definition,
                EXISTS (SELECT 1 FROM subscription WHERE interest = key AND correlation = '')
            FROM interest
            """)
        while try interests.step() {
            guard let kind = EventKind(code: UInt8(clamping: interests.int64(1))) else {
                throw StoreFailure(
                    .corrupt, "\(database.path): unknown kind of event \(interests.int64(1)) in table interest")
            }
            add(
                Interest(kind: kind, name: interests.optionalText(2)),
                of: InterestedDefinition(
                    interest: interests.int64(0), definition: interests.int64(3), takesAny: interests.int64(4) == 1))
        }
        let sources = try database.once("SELECT key, name FROM source")
        while try sources.step() { add(source: sources.text(1), key: sources.int64(0)) }
    }
}

extension Tables {
    /// A definition that was remembered.
    func definition(named hash: String) throws(StoreFailure) -> Names.Definition {
        if let key = mirror.now.names.definitionKeys[hash], let definition = mirror.now.names.definitions[key] {
            return definition
        }
        throw StoreFailure(.misuse, "definition \(hash) is not remembered in \(database.path)")
    }

    /// The key of what instances of `definition` wait for, made at its first use.
    func interestKey(
        _ kind: EventKind, name: String?, definition: Int64
    ) throws(StoreFailure) -> Int64 {
        let interest = Names.Interest(kind: kind, name: name)
        if let known = mirror.now.names.interested[interest]?.first(where: { $0.definition == definition }) {
            return known.interest
        }
        let insert = try database.statement("INSERT INTO interest (kind, name, definition) VALUES (?1, ?2, ?3)")
        insert.bind(1, Int(kind.code))
        insert.bind(2, name)
        insert.bind(3, definition)
        try insert.run()
        let key = database.lastInsertedKey
        mirror.now.names.add(
            interest, of: Names.InterestedDefinition(interest: key, definition: definition, takesAny: false))
        return key
    }

    /// The name of a queue, or of whatever else gives out ids of its own, or of a route, gets its number.
    func addSource(_ name: String, key: Int64) throws(StoreFailure) {
        if let known = mirror.now.names.source(name) {
            if known == key { return }
            throw StoreFailure(.stale, "\(name) has the number \(known) by now")
        }
        let insert = try database.statement("INSERT INTO source (key, name) VALUES (?1, ?2)")
        insert.bind(1, key)
        insert.bind(2, name)
        try insert.run()
        mirror.now.names.add(source: name, key: key)
    }
}
