import Messages
package import StorePort
import Values

extension Transaction {
    /// Keeps a new instance, its revision 0.
    @discardableResult
    package func insert(_ new: NewInstance, after change: InstanceChange) throws(StoreFailure) -> StoredInstance {
        let definition = try definition(named: new.definition)
        let waits = try list(change.waits, definition: definition.key)
        var instance = StoredInstance(
            key: InstanceKey(0), id: new.id, definition: definition.hash, process: definition.process,
            status: change.ended == nil ? .running : .completed, revision: 0, sequence: change.sequence,
            wakeAt: change.wakeAt, started: new.started, ended: change.ended, causedBy: new.causedBy,
            traceparent: new.traceparent, definitionKey: definition.key, waits: waits.bytes)
        let insert = try database.statement(
            """
            INSERT INTO instance (id, definition, status, revision, sequence, wake_at, started, ended, caused_by,
                traceparent, waits, state)
            VALUES (?1, ?2, ?3, 0, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
            """)
        insert.bind(1, instance.id.text)
        insert.bind(2, definition.key)
        insert.bind(3, instance.status.rawValue)
        insert.bind(4, instance.sequence)
        insert.bind(5, instance.wakeAt)
        insert.bind(6, instance.started)
        insert.bind(7, instance.ended)
        insert.bind(8, instance.causedBy)
        insert.bind(9, instance.traceparent)
        try insert.run(10, blob: instance.waits, 11, blob: change.state)
        instance.key = InstanceKey(database.lastInsertedKey)
        mirror.tally.count(instance.status, of: definition.key, by: 1)
        if instance.status == .running { try resubscribe(instance.key, from: SubscriptionList(), to: waits) }
        return instance
    }

    /// Keeps what an input left of a running instance, and raises its revision by one. Gives it as it is now.
    /// - Throws: `stale` where it was changed since `instance` was read, or does not run.
    @discardableResult
    package func update(
        _ instance: StoredInstance, to change: InstanceChange
    ) throws(StoreFailure) -> StoredInstance {
        let old = try waits(of: instance)
        let new = try list(change.waits, definition: instance.definitionKey)
        var updated = instance
        updated.revision &+= 1
        updated.sequence = change.sequence
        updated.wakeAt = change.wakeAt
        updated.waits = new.bytes
        if let ended = change.ended {
            updated.status = .completed
            updated.ended = ended
            try end(updated, state: change.state)
        } else {
            try advance(updated, state: change.state)
        }
        try expectChange(of: instance, "is not running at revision \(instance.revision) any more")
        if updated.status == .completed { count(instance.definitionKey, from: .running, to: .completed) }
        try resubscribe(instance.key, from: old, to: updated.status == .running ? new : SubscriptionList())
        return updated
    }

    private func advance(_ updated: StoredInstance, state: [UInt8]) throws(StoreFailure) {
        let update = try database.statement(
            """
            UPDATE instance SET revision = ?2, sequence = ?3, wake_at = ?4, waits = ?5, state = ?6
            WHERE key = ?1 AND revision = ?2 - 1 AND status = 0
            """)
        update.bind(1, updated.key.number)
        update.bind(2, updated.revision)
        update.bind(3, updated.sequence)
        update.bind(4, updated.wakeAt)
        try update.run(5, blob: updated.waits, 6, blob: state)
    }

    /// A statement of its own, so that the usual one leaves the indexes of the end alone.
    private func end(_ updated: StoredInstance, state: [UInt8]) throws(StoreFailure) {
        let update = try database.statement(
            """
            UPDATE instance SET revision = ?2, sequence = ?3, wake_at = ?4, waits = ?5, state = ?6, status = 1,
                ended = ?7
            WHERE key = ?1 AND revision = ?2 - 1 AND status = 0
            """)
        update.bind(1, updated.key.number)
        update.bind(2, updated.revision)
        update.bind(3, updated.sequence)
        update.bind(4, updated.wakeAt)
        update.bind(7, updated.ended)
        try update.run(5, blob: updated.waits, 6, blob: state)
    }

    /// Parks a running instance: no event finds it, and its clock stands still.
    package func park(_ instance: StoredInstance, reason: String) throws(StoreFailure) {
        let update = try database.statement(
            "UPDATE instance SET status = 2, reason = ?2 WHERE key = ?1 AND status = 0 AND revision = ?3")
        update.bind(1, instance.key.number)
        update.bind(2, reason)
        update.bind(3, instance.revision)
        try update.run()
        try expectChange(of: instance, "is not running at revision \(instance.revision) any more")
        count(instance.definitionKey, from: .running, to: .parked)
        try resubscribe(instance.key, from: try waits(of: instance), to: SubscriptionList())
    }

    /// Lets a parked instance run again, waiting for what it waited for. Gives it as it is now.
    @discardableResult
    package func unpark(_ instance: StoredInstance) throws(StoreFailure) -> StoredInstance {
        let update = try database.statement(
            "UPDATE instance SET status = 0, reason = NULL WHERE key = ?1 AND status = 2 AND revision = ?2")
        update.bind(1, instance.key.number)
        update.bind(2, instance.revision)
        try update.run()
        try expectChange(of: instance, "is not parked at revision \(instance.revision) any more")
        count(instance.definitionKey, from: .parked, to: .running)
        try resubscribe(instance.key, from: SubscriptionList(), to: try waits(of: instance))
        var running = instance
        running.status = .running
        running.reason = nil
        return running
    }

    private func count(_ definition: Int64, from old: InstanceStatus, to new: InstanceStatus) {
        mirror.tally.count(old, of: definition, by: -1)
        mirror.tally.count(new, of: definition, by: 1)
    }

    private func expectChange(of instance: StoredInstance, _ otherwise: @autoclosure () -> String) throws(StoreFailure)
    {
        if database.changes != 1 { throw StoreFailure(.stale, "instance \(instance.id) \(otherwise())") }
    }
}
