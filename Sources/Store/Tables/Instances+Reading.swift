package import Events

extension Transaction {
    package func instance(_ id: InstanceID) throws(StoreFailure) -> StoredInstance? {
        let select = try database.statement(
            """
            SELECT key, id, definition, status, revision, sequence, wake_at, started, ended, caused_by, traceparent,
                reason, waits FROM instance WHERE id = ?1
            """)
        select.bind(1, id.text)
        return try select.step() ? try instance(of: select) : nil
    }

    package func instance(_ key: InstanceKey) throws(StoreFailure) -> StoredInstance? {
        let select = try database.statement(
            """
            SELECT key, id, definition, status, revision, sequence, wake_at, started, ended, caused_by, traceparent,
                reason, waits FROM instance WHERE key = ?1
            """)
        select.bind(1, key.number)
        return try select.step() ? try instance(of: select) : nil
    }

    /// The state that the instance's revision names.
    package func state(of key: InstanceKey) throws(StoreFailure) -> [UInt8] {
        let select = try database.statement("SELECT state FROM instance WHERE key = ?1")
        select.bind(1, key.number)
        guard try select.step() else { throw StoreFailure(.stale, "instance \(key.number) is gone") }
        return select.blob(0)
    }

    /// Instances in the order they began, after `key`: all, or those of one status.
    package func instances(
        _ status: InstanceStatus? = nil, after key: InstanceKey? = nil, limit: Int
    ) throws(StoreFailure) -> [StoredInstance] {
        let select = try database.statement(
            """
            SELECT key, id, definition, status, revision, sequence, wake_at, started, ended, caused_by, traceparent,
                reason, waits FROM instance WHERE key > ?1 AND (?2 IS NULL OR status = ?2) ORDER BY key LIMIT ?3
            """)
        select.bind(1, key?.number ?? 0)
        select.bind(2, status.map { Int64($0.rawValue) })
        select.bind(3, limit)
        var instances: [StoredInstance] = []
        while try select.step() { instances.append(try instance(of: select)) }
        return instances
    }

    package func countInstances() throws(StoreFailure) -> InstanceCounts {
        let select = try database.statement(
            """
            SELECT (SELECT count(*) FROM instance WHERE ended IS NULL),
                (SELECT count(*) FROM instance WHERE ended IS NOT NULL),
                (SELECT count(*) FROM instance WHERE status = 2)
            """)
        guard try select.step() else { return InstanceCounts(running: 0, completed: 0, parked: 0) }
        let parked = select.int(2)
        return InstanceCounts(running: select.int(0) - parked, completed: select.int(1), parked: parked)
    }

    /// Deletes instances that ended before `moment`, oldest first, at most `limit`; how many there were.
    package func deleteCompleted(before moment: Timestamp, limit: Int) throws(StoreFailure) -> Int {
        let delete = try database.statement(
            """
            DELETE FROM instance WHERE key IN
                (SELECT key FROM instance WHERE ended IS NOT NULL AND ended < ?1 ORDER BY ended LIMIT ?2)
            """)
        delete.bind(1, moment)
        delete.bind(2, limit)
        try delete.run()
        return database.changes
    }

    private func instance(of row: borrowing Statement) throws(StoreFailure) -> StoredInstance {
        guard let definition = names.definitions[row.int64(2)], let status = InstanceStatus(rawValue: row.int(3)) else {
            throw StoreFailure(
                .unreadable, "\(database.path): instance \(row.int64(0)) has an unknown definition or status")
        }
        return StoredInstance(
            key: InstanceKey(row.int64(0)), id: InstanceID(row.text(1)), definition: definition.hash,
            process: definition.process, status: status, revision: row.int(4), sequence: row.int(5),
            wakeAt: row.optionalTimestamp(6), started: row.timestamp(7), ended: row.optionalTimestamp(8),
            causedBy: row.optionalText(9), traceparent: row.optionalText(10), reason: row.optionalText(11),
            waits: row.blob(12))
    }
}
