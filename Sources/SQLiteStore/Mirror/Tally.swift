import Messages
import StorePort

/// How many instances of each definition run, have ended and are parked: counting them in their table would take long.
final class Tally {
    private(set) var counts: [Int64: InstanceCounts] = [:]

    private struct Change {
        var definition: Int64
        var status: InstanceStatus
        var difference: Int
    }

    /// What the open transaction changed, oldest first: undone when it is rolled back.
    private var changes: [Change] = []

    func count(_ status: InstanceStatus, of definition: Int64, by difference: Int) {
        let change = Change(definition: definition, status: status, difference: difference)
        apply(change)
        changes.append(change)
    }

    private func apply(_ change: Change) {
        counts[change.definition, default: InstanceCounts()].add(change.difference, to: change.status)
    }

    var mark: Int { changes.count }

    func rollBack(to mark: Int) {
        while changes.count > mark, var change = changes.popLast() {
            change.difference = -change.difference
            apply(change)
        }
    }

    func commit() { changes.removeAll(keepingCapacity: true) }

    func read(from database: Database) throws(StoreFailure) {
        counts.removeAll()
        changes.removeAll()
        let rows = try database.once("SELECT definition, running, completed, parked FROM tally")
        while try rows.step() {
            counts[rows.int64(0)] = InstanceCounts(
                running: rows.int(1), completed: rows.int(2), parked: rows.int(3))
        }
    }

    /// Brings the table up to what the open transaction changed, a row a definition: the last thing before its commit.
    func write(to database: Database) throws(StoreFailure) {
        if changes.isEmpty { return }
        var written: Set<Int64> = []
        for change in changes where written.insert(change.definition).inserted {
            guard let count = counts[change.definition] else { continue }
            let upsert = try database.statement(
                """
                INSERT INTO tally (definition, running, completed, parked) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT DO UPDATE SET running = ?2, completed = ?3, parked = ?4
                """)
            upsert.bind(1, change.definition)
            upsert.bind(2, count.running)
            upsert.bind(3, count.completed)
            upsert.bind(4, count.parked)
            try upsert.run()
        }
    }
}
