import Messages
import StorePort
import Values

extension Tables {
    /// Holds an event that nobody waits for yet.
    func hold(_ event: HeldEvent) throws(StoreFailure) {
        let insert = try database.statement(
            """
            INSERT INTO held (position, kind, name, addressee, expires_at, route, bytes, message, message_content, content)
            VALUES (?10, ?1, ?2, ?3, ?4, ?6, ?7, ?8, ?9, ?5)
            """)
        insert.bind(10, event.row.position)
        insert.bind(1, Int(event.kind.code))
        insert.bind(2, event.name)
        insert.bind(3, event.addressee?.text)
        insert.bind(4, event.row.expiresAt)
        insert.bind(6, event.row.charge)
        insert.bind(8, event.row.key)
        try insert.run(5, blob: event.row.content)
        let insertKey = try database.statement("INSERT INTO held_key (kind, name, key, held) VALUES (?1, ?2, ?3, ?4)")
        for key in event.keys {
            insertKey.bind(1, Int(event.kind.code))
            insertKey.bind(2, event.name)
            insertKey.bind(3, key.text)
            insertKey.bind(4, event.row.position)
            try insertKey.run()
        }
        mirror.now.kept.add(event.row.charge)
        mirror.now.held += 1
    }

    /// Holds an event no longer.
    func release(held position: Int64) throws(StoreFailure) {
        let deleteKeys = try database.statement("DELETE FROM held_key WHERE held = ?1")
        deleteKeys.bind(1, position)
        try deleteKeys.run()
        let delete = try database.statement("DELETE FROM held WHERE position = ?1 RETURNING route, bytes")
        delete.bind(1, position)
        try discharge(delete, otherwise: "event \(position) is not held any more")
        mirror.now.held -= 1
    }

    /// The held events whose time is up at `moment`, the most overdue first.
    func expired(at moment: Timestamp, limit: Int) throws(StoreFailure) -> [HeldRow] {
        let select = try database.statement(
            """
            SELECT position, expires_at, message, message_content, route, bytes, content FROM held WHERE expires_at <= ?1
            ORDER BY expires_at, position LIMIT ?2
            """)
        select.bind(1, moment)
        select.bind(2, limit)
        return try Self.heldRows(of: select)
    }

    /// What is held, the oldest first, after `position`: at most `limit`, and no more than about `bytes` of content.
    func heldPage(after position: Int64, limit: Int, bytes: Int) throws(StoreFailure) -> [HeldRow] {
        let select = try database.statement(
            """
            SELECT position, expires_at, message, message_content, route, bytes, content FROM held WHERE position > ?1
            ORDER BY position LIMIT ?2
            """)
        select.bind(1, position)
        select.bind(2, limit)
        var rows: [HeldRow] = []
        var taken = 0
        while taken <= bytes, try select.step() {
            let row = Self.heldRow(of: select)
            taken += row.content.count
            rows.append(row)
        }
        return rows
    }

    /// One held event, or none.
    func held(at position: Int64) throws(StoreFailure) -> [HeldRow] {
        let select = try database.statement(
            """
            SELECT position, expires_at, message, message_content, route, bytes, content FROM held WHERE position = ?1
            """)
        select.bind(1, position)
        return try Self.heldRows(of: select)
    }

    /// When the next held event's time is up.
    func nextExpiry() throws(StoreFailure) -> Timestamp? {
        let select = try database.statement("SELECT expires_at FROM held ORDER BY expires_at LIMIT 1")
        return try select.step() ? select.timestamp(0) : nil
    }

    static func heldRows(of select: borrowing Statement) throws(StoreFailure) -> [HeldRow] {
        var rows: [HeldRow] = []
        while try select.step() { rows.append(heldRow(of: select)) }
        return rows
    }

    private static func heldRow(of select: borrowing Statement) -> HeldRow {
        HeldRow(
            position: select.int64(0), expiresAt: select.timestamp(1), key: select.messageKey(2),
            charge: select.charge(4), content: select.blob(6))
    }
}
