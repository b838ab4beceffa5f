package import Events

/// A held event in its place. It is decoded when it is needed, so that one that cannot be read stops only itself.
package struct HeldRow: Sendable {
    /// Larger the later it was held.
    package var position: Int64
    package var expiresAt: Timestamp
    package var unmatched: Unmatched
    package var causedBy: String?
    package var traceparent: String?
    package var messageID: String?
    var event: [UInt8]
    var delivery: [UInt8]?

    package func held() throws(CodingProblem) -> HeldEvent {
        var reader = ByteReader(event)
        var kept: KeptDelivery?
        if let delivery {
            var reader = ByteReader(delivery)
            kept = try reader.keptDelivery()
        }
        return HeldEvent(
            event: try reader.event(), causedBy: causedBy, traceparent: traceparent, messageID: messageID,
            expiresAt: expiresAt, unmatched: unmatched, delivery: kept)
    }
}

extension Transaction {
    /// Holds an event that nobody waits for yet; its position.
    @discardableResult
    package borrowing func hold(_ held: HeldEvent) throws(StoreFailure) -> Int64 {
        let insert = try database.statement(
            """
            INSERT INTO held (kind, name, expires_at, unmatched, caused_by, traceparent, message_id, event, delivery)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            """)
        insert.bind(1, Int(held.event.kind.code))
        insert.bind(2, held.event.name)
        insert.bind(3, held.expiresAt)
        insert.bind(4, held.unmatched.rawValue)
        insert.bind(5, held.causedBy)
        insert.bind(6, held.traceparent)
        insert.bind(7, held.messageID)
        var event = ByteWriter()
        event.write(held.event)
        if let kept = held.delivery {
            var delivery = ByteWriter(reserving: kept.body.count + 256)
            delivery.write(kept)
            try insert.run(8, blob: event.bytes, 9, blob: delivery.bytes)
        } else {
            try insert.run(8, blob: event.bytes)
        }
        return database.lastInsertedKey
    }

    /// The held events of this kind and name, oldest first, after `position`.
    package borrowing func held(
        _ kind: EventKind, name: String, after position: Int64 = 0, limit: Int
    ) throws(StoreFailure) -> [HeldRow] {
        let select = try database.statement(
            """
            SELECT position, expires_at, unmatched, caused_by, traceparent, message_id, event, delivery FROM held
            WHERE kind = ?1 AND name = ?2 AND position > ?3 ORDER BY position LIMIT ?4
            """)
        select.bind(1, Int(kind.code))
        select.bind(2, name)
        select.bind(3, position)
        select.bind(4, limit)
        return try Self.heldRows(of: select)
    }

    /// The held events whose time is up at `moment`, the most overdue first.
    package borrowing func expired(at moment: Timestamp, limit: Int) throws(StoreFailure) -> [HeldRow] {
        let select = try database.statement(
            """
            SELECT position, expires_at, unmatched, caused_by, traceparent, message_id, event, delivery FROM held
            WHERE expires_at <= ?1 ORDER BY expires_at, position LIMIT ?2
            """)
        select.bind(1, moment)
        select.bind(2, limit)
        return try Self.heldRows(of: select)
    }

    /// When the next held event's time is up.
    package borrowing func nextExpiry() throws(StoreFailure) -> Timestamp? {
        let select = try database.statement("SELECT expires_at FROM held ORDER BY expires_at LIMIT 1")
        return try select.step() ? select.timestamp(0) : nil
    }

    /// Holds an event no longer.
    package borrowing func release(held position: Int64) throws(StoreFailure) {
        let delete = try database.statement("DELETE FROM held WHERE position = ?1")
        delete.bind(1, position)
        try delete.run()
        guard database.changes == 1 else { throw StoreFailure(.stale, "event \(position) is not held any more") }
    }

    package borrowing func countHeld() throws(StoreFailure) -> Int {
        let select = try database.statement("SELECT count(*) FROM held")
        return try select.step() ? select.int(0) : 0
    }

    private static func heldRows(of select: borrowing Statement) throws(StoreFailure) -> [HeldRow] {
        var rows: [HeldRow] = []
        while try select.step() {
            rows.append(
                HeldRow(
                    position: select.int64(0), expiresAt: select.timestamp(1),
                    unmatched: Unmatched(rawValue: select.int(2)) ?? .park, causedBy: select.optionalText(3),
                    traceparent: select.optionalText(4), messageID: select.optionalText(5), event: select.blob(6),
                    delivery: select.optionalBlob(7)))
        }
        return rows
    }
}
