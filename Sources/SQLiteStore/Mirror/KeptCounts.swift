import StorePort

/// How much is held and parked of what came by each route. Not written down: a start adds up the rows, and every
/// transaction keeps it in step.
final class KeptCounts {
    private(set) var amounts: [Int64: KeptAmount] = [:]
    /// Another one after every change, also one that is undone.
    private(set) var version = 0

    /// One row that is kept, or no longer.
    struct Charge: Hashable {
        var route: Int64
        var bytes: Int
    }

    private struct Change {
        var charge: Charge
        var sign: Int
    }

    /// What the open transaction changed, oldest first: undone when it is rolled back.
    private var changes: [Change] = []

    func add(_ charge: Charge?) { change(charge, 1) }

    func remove(_ charge: Charge?) { change(charge, -1) }

    private func change(_ charge: Charge?, _ sign: Int) {
        guard let charge else { return }
        apply(Change(charge: charge, sign: sign))
        changes.append(Change(charge: charge, sign: sign))
    }

    private func apply(_ change: Change) {
        version += 1
        amounts[change.charge.route, default: KeptAmount()].count += change.sign
        amounts[change.charge.route, default: KeptAmount()].bytes += change.sign * change.charge.bytes
    }

    var mark: Int { changes.count }

    func rollBack(to mark: Int) {
        while changes.count > mark, var change = changes.popLast() {
            change.sign = -change.sign
            apply(change)
        }
    }

    func commit() { changes.removeAll(keepingCapacity: true) }

    func read(from database: Database) throws(StoreFailure) {
        amounts.removeAll()
        changes.removeAll()
        let rows = try database.once(
            """
            SELECT route, count(*), total(bytes) FROM
                (SELECT route, bytes FROM held WHERE route IS NOT NULL
                UNION ALL SELECT route, bytes FROM parked WHERE route IS NOT NULL)
            GROUP BY route
            """)
        while try rows.step() {
            amounts[rows.int64(0)] = KeptAmount(count: rows.int(1), bytes: Int(rows.int64(2)))
        }
    }
}
