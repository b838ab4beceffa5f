import Messages
package import StorePort
package import Values

extension Transaction {
    /// Holds an event that nobody waits for yet; its position.
    @discardableResult
    package func hold(
        _ incoming: IncomingEvent, name: String, keys: [HeldKey], until expiry: Timestamp
    ) throws(StoreFailure) -> Int64 {
        var content = ByteWriter()
        content.write(incoming)
        let insert = try database.statement(
            """
            INSERT INTO held (kind, name, addressee, expires_at, route, bytes, message, message_content, content)
            VALUES (?1, ?2, ?3, ?4, ?6, ?7, ?8, ?9, ?5)
            """)
        insert.bind(1, Int(incoming.event.kind.code))
        insert.bind(2, name)
        insert.bind(3, incoming.addressee?.text)
        insert.bind(4, expiry)
        let charge = try charge(incoming.route, bytes: content.bytes.count)
        insert.bind(6, charge?.route)
        insert.bind(7, charge.map { Int64($0.bytes) })
        insert.bind(8, incoming.key)
        try insert.run(5, blob: content.bytes)
        mirror.kept.add(charge)
        let position = database.lastInsertedKey
        let insertKey = try database.statement(
            "INSERT INTO held_key (kind, name, key, held) VALUES (?1, ?2, ?3, ?4)")
        for key in keys {
            insertKey.bind(1, Int(incoming.event.kind.code))
            insertKey.bind(2, name)
            insertKey.bind(3, key.text)
            insertKey.bind(4, position)
            try insertKey.run()
        }
        mirror.held += 1
        return position
    }

    /// The held events whose time is up at `moment`, the most overdue first.
    package func expired(at moment: Timestamp, limit: Int) throws(StoreFailure) -> [HeldRow] {
        let select = try database.statement(
            """
            SELECT position, expires_at, message, message_content, content FROM held WHERE expires_at <= ?1
            ORDER BY expires_at, position LIMIT ?2
            """)
        select.bind(1, moment)
        select.bind(2, limit)
        return try Self.heldRows(of: select)
    }

    /// Parks a held event as it stands, readable or not: those behind it go on.
    package func park(
        _ row: HeldRow, stage: String, reason: String, at: Timestamp
    ) throws(StoreFailure) {
        let charge = try discharge(held: row.position)
        try insertParked(
            .event, stage: stage, reason: reason, at: at, attempts: 1, instance: nil, key: row.key,
            content: row.content,
            charge: charge)
    }

    /// What is held, the oldest first, after `position`: at most `limit`, and no more than about `bytes` of content.
    package func held(
        after position: Int64 = 0, limit: Int, bytes: Int = .max
    ) throws(StoreFailure) -> [HeldRow] {
        let select = try database.statement(
            """
            SELECT position, expires_at, message, message_content, content FROM held WHERE position > ?1
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

    /// One held event.
    package func held(position: Int64) throws(StoreFailure) -> HeldRow? {
        try held(after: position - 1, limit: 1).first.flatMap { $0.position == position ? $0 : nil }
    }

    /// When the next held event's time is up.
    package func nextExpiry() throws(StoreFailure) -> Timestamp? {
        let select = try database.statement("SELECT expires_at FROM held ORDER BY expires_at LIMIT 1")
        return try select.step() ? select.timestamp(0) : nil
    }

    /// Holds an event no longer.
    package func release(held position: Int64) throws(StoreFailure) { _ = try discharge(held: position) }

    private func discharge(held position: Int64) throws(StoreFailure) -> KeptCounts.Charge? {
        let deleteKeys = try database.statement("DELETE FROM held_key WHERE held = ?1")
        deleteKeys.bind(1, position)
        try deleteKeys.run()
        let delete = try database.statement("DELETE FROM held WHERE position = ?1 RETURNING route, bytes")
        delete.bind(1, position)
        let charge = try discharge(delete, otherwise: "event \(position) is not held any more")
        mirror.held -= 1
        return charge
    }

    /// The position of the youngest held event; 0 where there is none.
    package func lastHeld() throws(StoreFailure) -> Int64 {
        let select = try database.statement("SELECT position FROM held ORDER BY position DESC LIMIT 1")
        return try select.step() ? select.int64(0) : 0
    }

    /// Whether anything is held, without a look at the disk.
    package func holdsAny() -> Bool { mirror.held > 0 }

    package func countHeld() -> Int { mirror.held }
}
