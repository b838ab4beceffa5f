package import Messages
package import StorePort
package import Values

extension Transaction {
    /// Keeps a publication until the broker has confirmed it; its position.
    /// - Parameters:
    ///   - number: the one under which it was parked, if a person retries it: parked again, it has it again.
    ///   - attempts: how often it was given to the broker and not taken.
    @discardableResult
    package func append(
        _ publication: Publication, lane: Lane, at: Timestamp, retrying number: Int64? = nil, attempts: Int = 0
    ) throws(StoreFailure) -> Int64 {
        var properties = ByteWriter()
        properties.write(propertiesOf: publication)
        let insert = try database.statement(
            """
            INSERT INTO outbox (position, lane, created, attempts, exchange, routing_key, properties, body, parked)
            VALUES (?7, ?1, ?2, ?8, ?3, ?4, ?5, ?6, ?9)
            """)
        // Never given back, not even by a rollback: the relay knows rows by it while the table may be empty.
        mirror.lastOutboxPosition += 1
        let position = mirror.lastOutboxPosition
        insert.bind(7, position)
        insert.bind(8, attempts)
        insert.bind(9, number)
        if case .instance(let key) = lane { insert.bind(1, key.number) } else { insert.bindNull(1) }
        insert.bind(2, at)
        insert.bind(3, publication.exchange)
        insert.bind(4, publication.routingKey)
        try insert.run(5, blob: properties.bytes, 6, blob: publication.body)
        return position
    }

    /// Publications after `position`, in the order they were appended.
    package func pending(
        after position: Int64 = 0, limit: Int
    ) throws(StoreFailure) -> [PendingPublication] {
        let select = try database.statement(
            """
            SELECT position, lane, created, attempts, exchange, routing_key, properties, body, parked FROM outbox
            WHERE position > ?1 ORDER BY position LIMIT ?2
            """)
        select.bind(1, position)
        select.bind(2, limit)
        var pending: [PendingPublication] = []
        while try select.step() { pending.append(Self.pending(of: select)) }
        return pending
    }

    /// Forgets publications that the broker has confirmed; how many there were.
    @discardableResult
    package func delete(_ positions: some Sequence<Int64>) throws(StoreFailure) -> Int {
        let delete = try database.statement("DELETE FROM outbox WHERE position = ?1")
        var count = 0
        for position in positions {
            delete.bind(1, position)
            try delete.run()
            count += database.changes
        }
        return count
    }

    /// Moves a publication that the broker has not taken from the outbox to what is parked, and gives its number there:
    /// those behind it go on.
    @discardableResult
    package func parkPublication(
        _ position: Int64, reason: String, at: Timestamp
    ) throws(StoreFailure) -> Int64 {
        let row = try outboxRow(position)
        let parked = try park(row, reason: reason, at: at)
        try delete(CollectionOfOne(position))
        return parked
    }

    /// The position of the youngest publication that was ever appended; 0 where there was none.
    package func lastPosition() -> Int64 { mirror.lastOutboxPosition }

    package func countPending() throws(StoreFailure) -> Int {
        let select = try database.statement("SELECT count(*) FROM outbox")
        return try select.step() ? select.int(0) : 0
    }

    private func outboxRow(_ position: Int64) throws(StoreFailure) -> PendingPublication {
        let select = try database.statement(
            """
            SELECT position, lane, created, attempts, exchange, routing_key, properties, body, parked FROM outbox
            WHERE position = ?1
            """)
        select.bind(1, position)
        guard try select.step() else {
            throw StoreFailure(.stale, "publication \(position) is not in the outbox any more")
        }
        return Self.pending(of: select)
    }

    static func pending(of row: borrowing Statement) -> PendingPublication {
        PendingPublication(
            position: row.int64(0), lane: row.optionalInt64(1).map { .instance(InstanceKey($0)) } ?? .alone,
            created: row.timestamp(2), attempts: row.int(3), exchange: row.text(4), routingKey: row.text(5),
            body: row.blob(7), properties: row.blob(6), parked: row.optionalInt64(8))
    }
}
