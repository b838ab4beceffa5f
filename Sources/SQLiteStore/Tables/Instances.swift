import Messages
import StorePort
import Values

extension Tables {
    /// Keeps a new instance, its revision 0.
    func begin(_ instance: StoredInstance, _ change: InstanceChange) throws(StoreFailure) {
        let definition = try definition(named: instance.definition).key
        let waits = try list(change.waits, definition: definition)
        let status = change.ended == nil ? InstanceStatus.running : .completed
        let insert = try database.statement(
            """
            INSERT INTO instance (key, id, definition, status, revision, sequence, wake_at, started, ended, caused_by,
                traceparent, waits, state)
            VALUES (?12, ?1, ?2, ?3, 0, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
            """)
        insert.bind(12, instance.key.number)
        insert.bind(1, instance.id.text)
        insert.bind(2, definition)
        insert.bind(3, status.rawValue)
        insert.bind(4, change.sequence)
        insert.bind(5, change.wakeAt)
        insert.bind(6, instance.started)
        insert.bind(7, change.ended)
        insert.bind(8, instance.causedBy)
        insert.bind(9, instance.traceparent)
        try insert.run(10, blob: waits.bytes, 11, blob: change.state)
        mirror.now.tally.count(status, of: definition, by: 1)
        if status == .running { try resubscribe(instance.key, from: SubscriptionList(), to: waits) }
    }

    /// Keeps what an input left of a running instance, and raises its revision by one.
    /// - Throws: `stale` where it was changed since `instance` was read, or does not run.
    func advance(
        _ instance: StoredInstance, _ change: InstanceChange, waitsBefore list: SubscriptionList?
    ) throws(StoreFailure) {
        let definition = try definition(named: instance.definition).key
        let new = try self.list(change.waits, definition: definition)
        if let ended = change.ended {
            try end(instance, change, at: ended, waits: new)
        } else {
            try advance(instance, change, waits: new)
        }
        try expectChange(of: instance, "is not running at revision \(instance.revision) any more")
        if change.ended != nil { count(definition, from: .running, to: .completed) }
        let old = try waits(of: instance, list, definition: definition)
        try resubscribe(instance.key, from: old, to: change.ended == nil ? new : SubscriptionList())
    }

    private func advance(
        _ instance: StoredInstance, _ change: InstanceChange, waits: SubscriptionList
    ) throws(StoreFailure) {
        let update = try database.statement(
            """
            UPDATE instance SET revision = ?2 + 1, sequence = ?3, wake_at = ?4, waits = ?5, state = ?6
            WHERE key = ?1 AND revision = ?2 AND status = 0
            """)
        update.bind(1, instance.key.number)
        update.bind(2, instance.revision)
        update.bind(3, change.sequence)
        update.bind(4, change.wakeAt)
        try update.run(5, blob: waits.bytes, 6, blob: change.state)
    }

    /// A statement of its own, so that the usual one leaves the indexes of the end alone.
    private func end(
        _ instance: StoredInstance, _ change: InstanceChange, at ended: Timestamp, waits: SubscriptionList
    ) throws(StoreFailure) {
        let update = try database.statement(
            """
            UPDATE instance SET revision = ?2 + 1, sequence = ?3, wake_at = ?4, waits = ?5, state = ?6, status = 1,
                ended = ?7
            WHERE key = ?1 AND revision = ?2 AND status = 0
            """)
        update.bind(1, instance.key.number)
        update.bind(2, instance.revision)
        update.bind(3, change.sequence)
        update.bind(4, change.wakeAt)
        update.bind(7, ended)
        try update.run(5, blob: waits.bytes, 6, blob: change.state)
    }

    /// Parks a running instance: no event finds it, and its clock stands still.
    func park(
        _ instance: StoredInstance, reason: String, waitsBefore list: SubscriptionList?
    ) throws(StoreFailure) {
        let definition = try definition(named: instance.definition).key
        let update = try database.statement(
            "UPDATE instance SET status = 2, reason = ?2 WHERE key = ?1 AND status = 0 AND revision = ?3")
        update.bind(1, instance.key.number)
        update.bind(2, reason)
        update.bind(3, instance.revision)
        try update.run()
        try expectChange(of: instance, "is not running at revision \(instance.revision) any more")
        count(definition, from: .running, to: .parked)
        let old = try waits(of: instance, list, definition: definition)
        try resubscribe(instance.key, from: old, to: SubscriptionList())
    }

    /// Lets a parked instance run again, waiting for what it waited for.
    func unpark(_ instance: StoredInstance, waitsBefore list: SubscriptionList?) throws(StoreFailure) {
        let definition = try definition(named: instance.definition).key
        let update = try database.statement(
            "UPDATE instance SET status = 0, reason = NULL WHERE key = ?1 AND status = 2 AND revision = ?2")
        update.bind(1, instance.key.number)
        update.bind(2, instance.revision)
        try update.run()
        try expectChange(of: instance, "is not parked at revision \(instance.revision) any more")
        count(definition, from: .parked, to: .running)
        guard let waits = try waits(of: instance, list, definition: definition) else { return }
        try resubscribe(instance.key, from: SubscriptionList(), to: waits)
    }

    private func count(_ definition: Int64, from old: InstanceStatus, to new: InstanceStatus) {
        mirror.now.tally.count(old, of: definition, by: -1)
        mirror.now.tally.count(new, of: definition, by: 1)
    }

    private func expectChange(of instance: StoredInstance, _ otherwise: @autoclosure () -> String) throws(StoreFailure)
    {
        if database.changes != 1 { throw StoreFailure(.stale, "instance \(instance.id) \(otherwise())") }
    }
}
