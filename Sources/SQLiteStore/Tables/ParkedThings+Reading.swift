import Messages
import StorePort
import Values

extension Tables {
    /// One parked thing, or none.
    func parked(_ number: Int64) throws(StoreFailure) -> [ParkedRow] {
        let select = try database.statement(
            """
            SELECT position, kind, stage, reason, at, attempts, instance, message, message_content, route, bytes,
                processes, content
            FROM parked WHERE position = ?1
            """)
        select.bind(1, number)
        return try select.step() ? [try parkedRow(of: select)] : []
    }

    /// What is parked, the oldest first, after `number`: at most `limit`, and no more than about `bytes` of content.
    func parkedPage(after number: Int64, limit: Int, bytes: Int) throws(StoreFailure) -> [ParkedRow] {
        let select = try database.statement(
            """
            SELECT position, kind, stage, reason, at, attempts, instance, message, message_content, route, bytes,
                processes, content
            FROM parked WHERE position > ?1 ORDER BY position
            """)
        select.bind(1, number)
        return try parkedRows(of: select, limit: limit, bytes: bytes)
    }

    /// What is parked of an instance, the oldest first.
    func parked(of instance: InstanceKey, limit: Int) throws(StoreFailure) -> [ParkedRow] {
        let select = try database.statement(
            """
            SELECT position, kind, stage, reason, at, attempts, instance, message, message_content, route, bytes,
                processes, content
            FROM parked WHERE instance = ?1 ORDER BY position
            """)
        select.bind(1, instance.number)
        return try parkedRows(of: select, limit: limit)
    }

    /// What is parked of this message with another content than `key` has: one thing, of which a person chooses one.
    func otherBodies(_ key: MessageKey, limit: Int) throws(StoreFailure) -> [ParkedRow] {
        let select = try database.statement(
            """
            SELECT position, kind, stage, reason, at, attempts, instance, message, message_content, route, bytes,
                processes, content
            FROM parked WHERE message = ?1 AND message_content <> ?2 ORDER BY position
            """)
        select.bind(1, key)
        return try parkedRows(of: select, limit: limit)
    }

    /// Events and deliveries that an older version parked, which kept no more of a message than queue and id.
    func parkedWithoutKey() throws(StoreFailure) -> [ParkedRow] {
        let select = try database.statement(
            """
            SELECT position, kind, stage, reason, at, attempts, instance, message, message_content, route, bytes,
                processes, content
            FROM parked WHERE message IS NULL AND kind IN (0, 3) ORDER BY position
            """)
        return try parkedRows(of: select, limit: .max)
    }

    /// One that cannot be read hides no other: asked for by its number, it says what is wrong.
    private func parkedRows(
        of select: borrowing Statement, limit: Int, bytes: Int = .max
    ) throws(StoreFailure) -> [ParkedRow] {
        var rows: [ParkedRow] = []
        var taken = 0
        while rows.count < limit, taken <= bytes, try select.step() {
            do throws(StoreFailure) {
                let row = try parkedRow(of: select)
                taken += row.content.count
                rows.append(row)
            } catch {
                guard error.kind == .unreadable else { throw error }
            }
        }
        return rows
    }

    private func parkedRow(of row: borrowing Statement) throws(StoreFailure) -> ParkedRow {
        guard let kind = ParkedKind(rawValue: row.int(1)) else {
            throw StoreFailure(.unreadable, "\(database.path): unknown kind \(row.int(1)) of parked \(row.int64(0))")
        }
        return ParkedRow(
            number: row.int64(0), kind: kind, stage: row.text(2), reason: row.text(3), at: row.timestamp(4),
            attempts: row.int(5), instance: row.optionalInt64(6).map(InstanceKey.init), key: row.messageKey(7),
            processes: Self.lines(row.optionalText(11)), charge: row.charge(9), content: row.blob(12))
    }

    static func lines(_ text: String?) -> [String] {
        text?.split(separator: "\n").map(String.init) ?? []
    }
}
