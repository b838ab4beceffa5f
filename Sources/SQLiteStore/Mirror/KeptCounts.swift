import StorePort

/// How much is held and parked of what came by each route. Not written down: a start adds up the rows, and every
/// transaction keeps it in step.
struct KeptCounts {
    private(set) var amounts: [Int64: KeptAmount] = [:]
    /// Another one after every change.
    private(set) var version = 0

    mutating func add(_ charge: Charge?) { change(charge, 1) }

    mutating func remove(_ charge: Charge?) { change(charge, -1) }

    private mutating func change(_ charge: Charge?, _ sign: Int) {
        guard let charge else { return }
        version += 1
        amounts[charge.route, default: KeptAmount()].count += sign
        amounts[charge.route, default: KeptAmount()].bytes += sign * charge.bytes
    }

    mutating func read(from database: Database) throws(StoreFailure) {
        amounts.removeAll()
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
