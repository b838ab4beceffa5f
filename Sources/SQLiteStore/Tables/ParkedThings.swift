package import Messages
package import StorePort
package import Values

extension Transaction {
    /// Parks something for a person; its number. What was retried in vain goes back under its old one.
    @discardableResult
    package func park(_ parked: Parked, number: Int64? = nil) throws(StoreFailure) -> Int64 {
        var content = ByteWriter()
        content.write(parked.content)
        return try insertParked(
            parked.content.kind, stage: parked.stage, reason: parked.reason, at: parked.at, attempts: parked.attempts,
            instance: parked.content.instance, key: parked.key, content: content.bytes,
            charge: try charge(parked.content.route, bytes: content.bytes.count), processes: parked.processes,
            number: number)
    }

    /// Parks a publication as it stands in the outbox, readable or not.
    func park(_ row: PendingPublication, reason: String, at: Timestamp) throws(StoreFailure) -> Int64 {
        var content = ByteWriter(reserving: row.body.count + row.properties.count + 256)
        content.write(publication: row)
        var instance: InstanceKey?
        if case .instance(let key) = row.lane { instance = key }
        return try insertParked(
            .publication, stage: "publish", reason: reason, at: at, attempts: row.attempts + 1, instance: instance,
            content: content.bytes, number: row.parked)
    }

    /// What is parked, the oldest first, after `number`: at most `limit`, and no more than about `bytes` of content.
    package func parked(
        after number: Int64 = 0, limit: Int, bytes: Int = .max
    ) throws(StoreFailure) -> [ParkedRow] {
        let select = try database.statement(
            """
            SELECT position, kind, stage, reason, at, attempts, instance, message, message_content, processes, content FROM parked
            WHERE position > ?1 ORDER BY position LIMIT ?2
            """)
        select.bind(1, number)
        select.bind(2, limit)
        var rows: [ParkedRow] = []
        var taken = 0
        while taken <= bytes, try select.step() {
            let row = try parkedRow(of: select)
            taken += row.content.count
            rows.append(row)
        }
        return rows
    }

    /// What is parked of an instance, the oldest first.
    package func parked(of instance: InstanceKey, limit: Int) throws(StoreFailure) -> [ParkedRow] {
        let select = try database.statement(
            """
            SELECT position, kind, stage, reason, at, attempts, instance, message, message_content, processes, content FROM parked
            WHERE instance = ?1 ORDER BY position LIMIT ?2
            """)
        select.bind(1, instance.number)
        select.bind(2, limit)
        var rows: [ParkedRow] = []
        while try select.step() { rows.append(try parkedRow(of: select)) }
        return rows
    }

    /// One parked thing.
    package func parked(number: Int64) throws(StoreFailure) -> ParkedRow? {
        let select = try database.statement(
            """
            SELECT position, kind, stage, reason, at, attempts, instance, message, message_content, processes, content
            FROM parked WHERE position = ?1
            """)
        select.bind(1, number)
        return try select.step() ? try parkedRow(of: select) : nil
    }

    /// Forgets a parked thing: it was retried or discarded.
    package func release(parked number: Int64) throws(StoreFailure) {
        let delete = try database.statement("DELETE FROM parked WHERE position = ?1 RETURNING route, bytes")
        delete.bind(1, number)
        _ = try discharge(delete, otherwise: "nothing is parked under \(number) any more")
    }

    /// A retry failed before it could say more: what is parked stays, with the new reason.
    package func retriedInVain(parked number: Int64, reason: String) throws(StoreFailure) {
        let update = try database.statement(
            "UPDATE parked SET reason = ?2, attempts = attempts + 1 WHERE position = ?1")
        update.bind(1, number)
        update.bind(2, reason)
        try update.run()
    }

    package func countParked() throws(StoreFailure) -> Int {
        let select = try database.statement("SELECT count(*) FROM parked")
        return try select.step() ? select.int(0) : 0
    }

    @discardableResult
    func insertParked(
        _ kind: ParkedKind, stage: String, reason: String, at: Timestamp, attempts: Int, instance: InstanceKey?,
        key: MessageKey? = nil, content: [UInt8], charge: KeptCounts.Charge? = nil, processes: [String] = [],
        number: Int64? = nil
    ) throws(StoreFailure) -> Int64 {
        let insert = try database.statement(
            """
            INSERT INTO parked (position, kind, stage, reason, at, attempts, instance, route, bytes, message,
                message_content, processes, content)
            VALUES (?8, ?1, ?2, ?3, ?4, ?5, ?6, ?9, ?10, ?11, ?12, ?13, ?7)
            """)
        insert.bind(8, number)
        insert.bind(1, kind.rawValue)
        insert.bind(2, stage)
        insert.bind(3, reason)
        insert.bind(4, at)
        insert.bind(5, attempts)
        insert.bind(6, instance?.number)
        insert.bind(9, charge?.route)
        insert.bind(10, charge.map { Int64($0.bytes) })
        insert.bind(11, key)
        var known = processes
        if known.isEmpty, let instance, let process = try process(of: instance) { known = [process] }
        insert.bind(13, known.isEmpty ? nil : known.joined(separator: "\n"))
        try insert.run(7, blob: content)
        mirror.kept.add(charge)
        return database.lastInsertedKey
    }

    static func lines(_ text: String?) -> [String] {
        text?.split(separator: "\n").map(String.init) ?? []
    }

    /// The process of an instance, also of one whose row cannot be read as a whole.
    private func process(of key: InstanceKey) throws(StoreFailure) -> String? {
        let select = try database.statement("SELECT definition FROM instance WHERE key = ?1")
        select.bind(1, key.number)
        return try select.step() ? names.definitions[select.int64(0)]?.process : nil
    }

    func parkedRow(of row: borrowing Statement) throws(StoreFailure) -> ParkedRow {
        guard let kind = ParkedKind(rawValue: row.int(1)) else {
            throw StoreFailure(.unreadable, "\(database.path): unknown kind \(row.int(1)) of parked \(row.int64(0))")
        }
        return ParkedRow(
            number: row.int64(0), kind: kind, stage: row.text(2), reason: row.text(3), at: row.timestamp(4),
            attempts: row.int(5), instance: row.optionalInt64(6).map(InstanceKey.init), key: row.messageKey(7),
            processes: Self.lines(row.optionalText(9)), content: row.blob(10))
    }
}
