import Events

extension Transaction {
    /// Keeps a new instance, its revision 0.
    package borrowing func insert(
        _ instance: NewInstance, after change: InstanceChange
    ) throws(StoreFailure) -> InstanceKey {
        let definition = try definitionKey(instance.definition)
        let insert = try database.statement(
            """
            INSERT INTO instance
                (id, definition, status, revision, sequence, wake_at, started, ended, caused_by, traceparent, state)
            VALUES (?1, ?2, ?3, 0, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            """)
        insert.bind(1, instance.id.text)
        insert.bind(2, definition)
        insert.bind(3, (change.ended == nil ? InstanceStatus.running : .completed).rawValue)
        insert.bind(4, change.sequence)
        insert.bind(5, change.wakeAt)
        insert.bind(6, instance.started)
        insert.bind(7, change.ended)
        insert.bind(8, instance.causedBy)
        insert.bind(9, instance.traceparent)
        try insert.run(10, blob: change.state)
        return InstanceKey(database.lastInsertedKey)
    }

    /// Keeps what an input left of a running instance, and raises its revision by one.
    /// - Throws: `stale` where the instance is not at `revision` any more, or does not run; nothing is changed then.
    package borrowing func update(
        _ key: InstanceKey, at revision: Int, to change: InstanceChange
    ) throws(StoreFailure) {
        // Two statements, so that the usual one leaves the indexes of the end alone.
        if let ended = change.ended {
            let update = try database.statement(
                """
                UPDATE instance SET revision = ?2 + 1, sequence = ?3, wake_at = ?4, state = ?5, status = 1, ended = ?6
                WHERE key = ?1 AND revision = ?2 AND status = 0
                """)
            update.bind(6, ended)
            try Self.run(update, key, at: revision, to: change)
        } else {
            let update = try database.statement(
                """
                UPDATE instance SET revision = ?2 + 1, sequence = ?3, wake_at = ?4, state = ?5
                WHERE key = ?1 AND revision = ?2 AND status = 0
                """)
            try Self.run(update, key, at: revision, to: change)
        }
        guard database.changes == 1 else {
            throw StoreFailure(.stale, "instance \(key.number) does not run at revision \(revision) any more")
        }
    }

    private static func run(
        _ update: borrowing Statement, _ key: InstanceKey, at revision: Int, to change: InstanceChange
    ) throws(StoreFailure) {
        update.bind(1, key.number)
        update.bind(2, revision)
        update.bind(3, change.sequence)
        update.bind(4, change.wakeAt)
        try update.run(5, blob: change.state)
    }

    /// Parks a running instance: it keeps what it waits for, and its clock stands still.
    package borrowing func park(_ key: InstanceKey, reason: String) throws(StoreFailure) {
        let update = try database.statement("UPDATE instance SET status = 2, reason = ?2 WHERE key = ?1 AND status = 0")
        update.bind(1, key.number)
        update.bind(2, reason)
        try update.run()
        guard database.changes == 1 else { throw StoreFailure(.stale, "instance \(key.number) does not run") }
    }

    /// Lets a parked instance run again.
    package borrowing func unpark(_ key: InstanceKey) throws(StoreFailure) {
        let update = try database.statement(
            "UPDATE instance SET status = 0, reason = NULL WHERE key = ?1 AND status = 2")
        update.bind(1, key.number)
        try update.run()
        guard database.changes == 1 else { throw StoreFailure(.stale, "instance \(key.number) is not parked") }
    }
}
