package import Messages
package import StorePort
package import Values

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

    /// The id alone, whatever else stands in its row.
    package func instanceID(of key: InstanceKey) throws(StoreFailure) -> InstanceID? {
        let select = try database.statement("SELECT id FROM instance WHERE key = ?1")
        select.bind(1, key.number)
        return try select.step() ? InstanceID(select.text(0)) : nil
    }

    /// The state that the instance's revision names.
    package func state(of key: InstanceKey) throws(StoreFailure) -> [UInt8] {
        let select = try database.statement("SELECT state FROM instance WHERE key = ?1")
        select.bind(1, key.number)
        guard try select.step() else { throw StoreFailure(.stale, "instance \(key.number) is gone") }
        return select.blob(0)
    }

    /// Instances in the order they began, after `key`: all, or those of one status. At most `limit` of them, and of the
    /// table's rows at most `scanning` are looked at, so that a page never takes long.
    package func instances(
        _ status: InstanceStatus? = nil, after key: InstanceKey? = nil, limit: Int, scanning: Int = 10_000
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

    /// How many instances there are of each status.
    package func countInstances() -> InstanceCounts {
        mirror.tally.counts.values.reduce(into: InstanceCounts()) { sum, counts in
            sum.running += counts.running
            sum.completed += counts.completed
            sum.parked += counts.parked
        }
    }

    /// Deletes instances that ended before `moment`, oldest first, at most `limit`; how many there were.
    package func deleteCompleted(before moment: Timestamp, limit: Int) throws(StoreFailure) -> Int {
        let delete = try database.statement(
            """
            DELETE FROM instance WHERE key IN
                (SELECT key FROM instance WHERE ended IS NOT NULL AND ended < ?1 ORDER BY ended LIMIT ?2)
            RETURNING definition
            """)
        delete.bind(1, moment)
        delete.bind(2, limit)
        var count = 0
        while try delete.step() {
            mirror.tally.count(.completed, of: delete.int64(0), by: -1)
            count += 1
        }
        return count
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
            definitionKey: row.int64(2), waits: row.blob(12))
    }
}
