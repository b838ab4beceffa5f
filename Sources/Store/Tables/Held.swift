package import Events

/// What a held event can be found by.
package enum HeldKey: Sendable, Hashable {
    /// Its sender named this instance.
    case addressee(InstanceID)
    /// Its message has no correlations: whoever waits for its name may have it.
    case uncorrelated
    case correlation(CorrelationText)

    /// No two keys share a text: correlation texts begin with a digit.
    fileprivate var text: String {
        switch self {
        case .addressee(let instance): "@\(instance)"
        case .uncorrelated: ""
        case .correlation(let correlation): correlation.text
        }
    }
}

/// A held event in its place. It is decoded when it is needed, so that one that cannot be read stops only itself.
package struct HeldRow: Sendable {
    /// Larger the later it was held.
    package var position: Int64
    package var expiresAt: Timestamp
    var content: [UInt8]

    package func incoming() throws(CodingProblem) -> IncomingEvent {
        var reader = ByteReader(content)
        return try reader.incomingEvent()
    }
}

extension Transaction {
    /// Holds an event that nobody waits for yet; its position.
    @discardableResult
    package func hold(
        _ incoming: IncomingEvent, name: String, keys: [HeldKey], until expiry: Timestamp
    ) throws(StoreFailure) -> Int64 {
        var content = ByteWriter()
        content.write(incoming)
        let insert = try database.statement(
            "INSERT INTO held (kind, name, addressee, expires_at, content) VALUES (?1, ?2, ?3, ?4, ?5)")
        insert.bind(1, Int(incoming.event.kind.code))
        insert.bind(2, name)
        insert.bind(3, incoming.addressee?.text)
        insert.bind(4, expiry)
        try insert.run(5, blob: content.bytes)
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
        return position
    }

    /// The held events of this kind and name that `instance` may have, oldest first, after `position`; without an
    /// instance those that name none. A nil name is every name.
    package func held(
        _ kind: EventKind, name: String?, for instance: InstanceID?, after position: Int64 = 0, limit: Int
    ) throws(StoreFailure) -> [HeldRow] {
        let select = try database.statement(
            """
            SELECT position, expires_at, content FROM held
            WHERE kind = ?1 AND (?2 IS NULL OR name = ?2) AND (addressee IS NULL OR addressee = ?3) AND position > ?4
            ORDER BY position LIMIT ?5
            """)
        select.bind(1, Int(kind.code))
        select.bind(2, name)
        select.bind(3, instance?.text)
        select.bind(4, position)
        select.bind(5, limit)
        return try Self.heldRows(of: select)
    }

    /// The held events of this kind and name that can be found by any of `keys`, oldest first.
    package func held(
        _ kind: EventKind, name: String?, keys: [HeldKey], limit: Int
    ) throws(StoreFailure) -> [HeldRow] {
        var rows: [HeldRow] = []
        for key in keys {
            let select = try database.statement(
                """
                SELECT position, expires_at, content FROM held_key JOIN held ON position = held
                WHERE held_key.kind = ?1 AND (?2 IS NULL OR held_key.name = ?2) AND key = ?3 ORDER BY held LIMIT ?4
                """)
            select.bind(1, Int(kind.code))
            select.bind(2, name)
            select.bind(3, key.text)
            select.bind(4, limit)
            rows += try Self.heldRows(of: select)
        }
        return Array(rows.sorted { $0.position < $1.position }.prefix(limit))
    }

    /// The held events whose time is up at `moment`, the most overdue first.
    package func expired(at moment: Timestamp, limit: Int) throws(StoreFailure) -> [HeldRow] {
        let select = try database.statement(
            """
            SELECT position, expires_at, content FROM held WHERE expires_at <= ?1
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
        try release(held: row.position)
        try insertParked(
            .event, stage: stage, reason: reason, at: at, attempts: 1, instance: nil, content: row.content)
    }

    /// When the next held event's time is up.
    package func nextExpiry() throws(StoreFailure) -> Timestamp? {
        let select = try database.statement("SELECT expires_at FROM held ORDER BY expires_at LIMIT 1")
        return try select.step() ? select.timestamp(0) : nil
    }

    /// Holds an event no longer.
    package func release(held position: Int64) throws(StoreFailure) {
        let deleteKeys = try database.statement("DELETE FROM held_key WHERE held = ?1")
        deleteKeys.bind(1, position)
        try deleteKeys.run()
        let delete = try database.statement("DELETE FROM held WHERE position = ?1")
        delete.bind(1, position)
        try delete.run()
        guard database.changes == 1 else { throw StoreFailure(.stale, "event \(position) is not held any more") }
    }

    /// The position of the youngest held event; 0 where there is none.
    package func lastHeld() throws(StoreFailure) -> Int64 {
        let select = try database.statement("SELECT position FROM held ORDER BY position DESC LIMIT 1")
        return try select.step() ? select.int64(0) : 0
    }

    package func holdsAny() throws(StoreFailure) -> Bool {
        let select = try database.statement("SELECT 1 FROM held LIMIT 1")
        return try select.step()
    }

    package func countHeld() throws(StoreFailure) -> Int {
        let select = try database.statement("SELECT count(*) FROM held")
        return try select.step() ? select.int(0) : 0
    }

    private static func heldRows(of select: borrowing Statement) throws(StoreFailure) -> [HeldRow] {
        var rows: [HeldRow] = []
        while try select.step() {
            rows.append(
                HeldRow(position: select.int64(0), expiresAt: select.timestamp(1), content: select.blob(2)))
        }
        return rows
    }
}
