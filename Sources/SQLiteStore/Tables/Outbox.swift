import Messages
import StorePort
import Values

extension Tables {
    /// Keeps a publication until the broker has confirmed it.
    func append(_ publication: PendingPublication) throws(StoreFailure) {
        let insert = try database.statement(
            """
            INSERT INTO outbox (position, lane, created, attempts, exchange, routing_key, properties, body, parked)
            VALUES (?7, ?1, ?2, ?8, ?3, ?4, ?5, ?6, ?9)
            """)
        insert.bind(7, publication.position)
        insert.bind(8, publication.attempts)
        insert.bind(9, publication.parked)
        if case .instance(let key) = publication.lane { insert.bind(1, key.number) } else { insert.bindNull(1) }
        insert.bind(2, publication.created)
        insert.bind(3, publication.exchange)
        insert.bind(4, publication.routingKey)
        try insert.run(5, blob: publication.properties, 6, blob: publication.body)
        mirror.now.lastOutboxPosition = max(mirror.now.lastOutboxPosition, publication.position)
        mirror.now.outbox += 1
    }

    /// Forgets publications that the broker has confirmed, or that are parked.
    func delete(_ positions: [Int64]) throws(StoreFailure) {
        let delete = try database.statement("DELETE FROM outbox WHERE position = ?1")
        for position in positions {
            delete.bind(1, position)
            try delete.run()
            mirror.now.outbox -= database.changes
        }
    }

    /// Publications after `position`, in the order of their positions.
    func pending(after position: Int64, limit: Int) throws(StoreFailure) -> [PendingPublication] {
        let select = try database.statement(
            """
            SELECT position, lane, created, attempts, exchange, routing_key, properties, body, parked FROM outbox
            WHERE position > ?1 ORDER BY position LIMIT ?2
            """)
        select.bind(1, position)
        select.bind(2, limit)
        return try Self.pending(of: select)
    }

    /// One publication, or none.
    func pending(at position: Int64) throws(StoreFailure) -> [PendingPublication] {
        let select = try database.statement(
            """
            SELECT position, lane, created, attempts, exchange, routing_key, properties, body, parked FROM outbox
            WHERE position = ?1
            """)
        select.bind(1, position)
        return try Self.pending(of: select)
    }

    /// What of an instance waits for the broker, the oldest first. Of the outbox the oldest `scanning` are looked at.
    func pending(
        of key: InstanceKey, limit: Int, scanning: Int
    ) throws(StoreFailure) -> [PendingPublication] {
        let select = try database.statement(
            """
            SELECT position, lane, created, attempts, exchange, routing_key, properties, body, parked FROM outbox
            WHERE position IN (SELECT position FROM
                (SELECT position, lane FROM outbox ORDER BY position LIMIT ?3) WHERE lane = ?1 LIMIT ?2)
            ORDER BY position
            """)
        select.bind(1, key.number)
        select.bind(2, limit)
        select.bind(3, scanning)
        return try Self.pending(of: select)
    }

    private static func pending(of select: borrowing Statement) throws(StoreFailure) -> [PendingPublication] {
        var pending: [PendingPublication] = []
        while try select.step() {
            pending.append(
                PendingPublication(
                    position: select.int64(0),
                    lane: select.optionalInt64(1).map { .instance(InstanceKey($0)) } ?? .alone,
                    created: select.timestamp(2), attempts: select.int(3), exchange: select.text(4),
                    routingKey: select.text(5), body: select.blob(7), properties: select.blob(6),
                    parked: select.optionalInt64(8)))
        }
        return pending
    }
}
