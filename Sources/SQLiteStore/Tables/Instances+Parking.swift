import Messages
import StorePort
import Values

/// What is done with instances that do not run on by themselves.
extension Tables {
    /// Parks a running instance whose row cannot be read, whatever stands in it: its clock stands still, and no event
    /// finds it.
    func parkUnreadable(_ key: InstanceKey, reason: String) throws(StoreFailure) {
        let update = try database.statement(
            "UPDATE instance SET status = 2, reason = ?2 WHERE key = ?1 AND status = 0 RETURNING definition")
        update.bind(1, key.number)
        update.bind(2, reason)
        guard let definition = try onlyDefinition(of: update) else {
            throw StoreFailure(.stale, "instance \(key.number) does not run")
        }
        count(definition, from: .running, to: .parked)
        try forgetSubscriptions(of: key)
    }

    /// Ends a parked instance, readable or not: a person gave it up.
    /// - Throws: `stale` where it is not parked any more.
    func end(parked key: InstanceKey, reason: String, at moment: Timestamp) throws(StoreFailure) {
        let update = try database.statement(
            """
            UPDATE instance SET status = 1, ended = ?2, wake_at = NULL, reason = ?3, waits = ?4
            WHERE key = ?1 AND status = 2 RETURNING definition
            """)
        update.bind(1, key.number)
        update.bind(2, moment)
        update.bind(3, reason)
        update.bind(4, blob: SubscriptionList().bytes)
        guard let definition = try onlyDefinition(of: update) else {
            throw StoreFailure(.stale, "instance \(key.number) is not parked any more")
        }
        count(definition, from: .parked, to: .completed)
        try forgetBroadcasts(to: key)
    }

    /// It is to be given nothing any more.
    private func forgetBroadcasts(to key: InstanceKey) throws(StoreFailure) {
        guard mirror.now.broadcasts > 0 else { return }
        let delete = try database.statement("DELETE FROM broadcast_receiver WHERE instance = ?1")
        delete.bind(1, key.number)
        try delete.run()
    }

    /// Lets every instance that has not ended count its publications on from the next multiple of `step`: numbers that
    /// were given since this copy was made are not given again.
    func skipSequences(to step: Int) throws(StoreFailure) {
        let update = try database.statement(
            "UPDATE instance SET sequence = (sequence / ?1 + 1) * ?1 WHERE ended IS NULL")
        update.bind(1, step)
        try update.run()
    }

    /// The one row's first column. The change is made only when the statement has been stepped to its end.
    private func onlyDefinition(of update: borrowing Statement) throws(StoreFailure) -> Int64? {
        guard try update.step() else { return nil }
        let definition = update.int64(0)
        _ = try update.step()
        return definition
    }

    /// A definition that is damaged, too, is not counted.
    private func count(_ definition: Int64, from old: InstanceStatus, to new: InstanceStatus) {
        guard mirror.now.names.definitions[definition] != nil else { return }
        mirror.now.tally.count(old, of: definition, by: -1)
        mirror.now.tally.count(new, of: definition, by: 1)
    }
}
