import Messages
import StorePort
import Values

extension Tables {
    func instance(_ id: InstanceID) throws(StoreFailure) -> StoredInstance? {
        let select = try database.statement(
            """
            SELECT key, id, definition, status, revision, sequence, wake_at, started, ended, caused_by, traceparent,
                reason, waits FROM instance WHERE id = ?1
            """)
        select.bind(1, id.text)
        return try select.step() ? try instance(of: select) : nil
    }

    func instance(_ key: InstanceKey) throws(StoreFailure) -> StoredInstance? {
        let select = try database.statement(
            """
            SELECT key, id, definition, status, revision, sequence, wake_at, started, ended, caused_by, traceparent,
                reason, waits FROM instance WHERE key = ?1
            """)
        select.bind(1, key.number)
        return try select.step() ? try instance(of: select) : nil
    }

    /// The id alone, whatever else stands in its row.
    func instanceID(of key: InstanceKey) throws(StoreFailure) -> InstanceID? {
        let select = try database.statement("SELECT id FROM instance WHERE key = ?1")
        select.bind(1, key.number)
        return try select.step() ? InstanceID(select.text(0)) : nil
    }

    /// The process of an instance, also of one whose row cannot be read as a whole.
    func process(of key: InstanceKey) throws(StoreFailure) -> String? {
        let select = try database.statement("SELECT definition FROM instance WHERE key = ?1")
        select.bind(1, key.number)
        return try select.step() ? mirror.now.names.definitions[select.int64(0)]?.process : nil
    }

    /// The state that the instance's revision names; nil where it is gone.
    func state(of key: InstanceKey) throws(StoreFailure) -> [UInt8]? {
        let select = try database.statement("SELECT state FROM instance WHERE key = ?1")
        select.bind(1, key.number)
        return try select.step() ? select.blob(0) : nil
    }

    /// Instances in the order they began, after `key`: all, or those of one status. At most `limit` of them, and of the
    /// table's rows at most `scanning` are looked at, so that a page never takes long.
    func instances(
        _ status: InstanceStatus?, after key: InstanceKey?, limit: Int, scanning: Int
    ) throws(StoreFailure) -> InstancePage {
        let select = try database.statement(
            """
            SELECT key, id, definition, status, revision, sequence, wake_at, started, ended, caused_by, traceparent,
                reason, waits FROM instance WHERE key > ?1 ORDER BY key LIMIT ?2
            """)
        select.bind(1, key?.number ?? 0)
        select.bind(2, scanning)
        var page = InstancePage(instances: [], next: nil)
        var scanned = 0
        while try select.step() {
            scanned += 1
            if status == nil || status?.rawValue == select.int(3) {
                do throws(StoreFailure) {
                    page.instances.append(try instance(of: select))
                } catch {
                    guard error.kind == .unreadable else { throw error }
                    page.unreadable.append(InstanceKey(select.int64(0)))
                }
            }
            if page.instances.count + page.unreadable.count == limit || scanned == scanning {
                page.next = InstanceKey(select.int64(0))
                break
            }
        }
        return page
    }

    /// Instances that ended before `moment`, the oldest first.
    func ended(before moment: Timestamp, limit: Int) throws(StoreFailure) -> [InstanceKey] {
        let select = try database.statement(
            "SELECT key FROM instance WHERE ended IS NOT NULL AND ended < ?1 ORDER BY ended LIMIT ?2")
        select.bind(1, moment)
        select.bind(2, limit)
        var keys: [InstanceKey] = []
        while try select.step() { keys.append(InstanceKey(select.int64(0))) }
        return keys
    }

    /// Forgets instances that have ended.
    func forget(_ keys: [InstanceKey]) throws(StoreFailure) {
        for key in keys {
            let delete = try database.statement(
                "DELETE FROM instance WHERE key = ?1 AND ended IS NOT NULL RETURNING definition")
            delete.bind(1, key.number)
            while try delete.step() { mirror.now.tally.count(.completed, of: delete.int64(0), by: -1) }
        }
    }

    private func instance(of row: borrowing Statement) throws(StoreFailure) -> StoredInstance {
        guard let definition = mirror.now.names.definitions[row.int64(2)],
            let status = InstanceStatus(rawValue: row.int(3))
        else {
            throw StoreFailure(
                .unreadable, "\(database.path): instance \(row.int64(0)) has an unknown definition or status")
        }
        return StoredInstance(
            key: InstanceKey(row.int64(0)), id: InstanceID(row.text(1)), definition: definition.hash,
            process: definition.process, status: status, revision: row.int(4), sequence: row.int(5),
            wakeAt: row.optionalTimestamp(6), started: row.timestamp(7), ended: row.optionalTimestamp(8),
            causedBy: row.optionalText(9), traceparent: row.optionalText(10), reason: row.optionalText(11),
            waits: .stored(row.blob(12)))
    }
}
