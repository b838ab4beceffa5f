import Messages
import StorePort

/// How many instances of each definition run, have ended and are parked: counting them in their table would take long.
struct Tally {
    private(set) var counts: [Int64: InstanceCounts] = [:]
    /// Of all definitions together.
    private(set) var total = InstanceCounts()
    /// The definitions that the open transaction has changed.
    private var changed: Set<Int64> = []

    mutating func count(_ status: InstanceStatus, of definition: Int64, by difference: Int) {
        counts[definition, default: InstanceCounts()].add(difference, to: status)
        total.add(difference, to: status)
        changed.insert(definition)
    }

    mutating func read(from database: Database) throws(StoreFailure) {
        counts.removeAll()
        total = InstanceCounts()
        let rows = try database.once("SELECT definition, running, completed, parked FROM tally")
        while try rows.step() {
            let count = InstanceCounts(running: rows.int(1), completed: rows.int(2), parked: rows.int(3))
            counts[rows.int64(0)] = count
            total.add(count.running, to: .running)
            total.add(count.completed, to: .completed)
            total.add(count.parked, to: .parked)
        }
    }

    /// Brings the table up to what the open transaction changed, a row a definition: the last thing before its commit.
    mutating func write(to database: Database) throws(StoreFailure) {
        if changed.isEmpty { return }
        let upsert = try database.statement(
            """
            INSERT INTO tally (definition, running, completed, parked) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT DO UPDATE SET running = ?2, completed = ?3, parked = ?4
            """)
        for definition in changed {
            guard let count = counts[definition] else { continue }
            upsert.bind(1, definition)
            upsert.bind(2, count.running)
            upsert.bind(3, count.completed)
            upsert.bind(4, count.parked)
            try upsert.run()
        }
        changed.removeAll(keepingCapacity: true)
    }
}
