import StorePort
import Values

extension Tables {
    /// Everything that is counted.
    func deaths() throws(StoreFailure) -> [WorkUnit: DeathCount] {
        let select = try database.statement("SELECT kind, first, second, count, around, phase, parked FROM death")
        var deaths: [WorkUnit: DeathCount] = [:]
        while try select.step() {
            // Of a kind that only a newer bridge knows.
            guard let kind = UInt8(exactly: select.int64(0)).flatMap({ UnitKind(rawValue: $0) }) else { continue }
            let unit = WorkUnit(
                kind, UInt64(bitPattern: select.int64(1)), UInt64(bitPattern: select.int64(2)))
            deaths[unit] = DeathCount(
                count: select.int(3), around: select.int(4), phase: UInt8(clamping: select.int64(5)),
                parked: select.optionalInt64(6))
        }
        return deaths
    }

    /// Keeps what is counted of one unit.
    func set(_ count: DeathCount, of unit: WorkUnit, at: Timestamp) throws(StoreFailure) {
        let upsert = try database.statement(
            """
            INSERT INTO death (kind, first, second, count, around, phase, parked, at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            ON CONFLICT DO UPDATE SET count = ?4, around = ?5, phase = ?6, parked = ?7, at = ?8
            """)
        upsert.bind(1, Int(unit.kind.rawValue))
        upsert.bind(2, Int64(bitPattern: unit.first))
        upsert.bind(3, Int64(bitPattern: unit.second))
        upsert.bind(4, count.count)
        upsert.bind(5, count.around)
        upsert.bind(6, Int(count.phase))
        upsert.bind(7, count.parked)
        upsert.bind(8, at)
        try upsert.run()
    }

    /// The unit has succeeded: nothing is counted any more.
    func forgetDeaths(of unit: WorkUnit) throws(StoreFailure) {
        let delete = try database.statement("DELETE FROM death WHERE kind = ?1 AND first = ?2 AND second = ?3")
        delete.bind(1, Int(unit.kind.rawValue))
        delete.bind(2, Int64(bitPattern: unit.first))
        delete.bind(3, Int64(bitPattern: unit.second))
        try delete.run()
    }

    /// The process has died while a person's retry was under way: what is parked says so.
    func tellDeath(inRetryOf number: Int64) throws(StoreFailure) {
        let update = try database.statement(
            """
            UPDATE parked SET attempts = attempts + 1, reason = CASE
                WHEN reason LIKE 'the process ended while this was retried%' THEN reason
                ELSE 'the process ended while this was retried; before: ' || reason END
            WHERE position = ?1
            """)
        update.bind(1, number)
        try update.run()
    }

    /// Forgets what was counted before `moment`: units that never came again.
    func pruneDeaths(before moment: Timestamp) throws(StoreFailure) {
        let delete = try database.statement("DELETE FROM death WHERE at < ?1")
        delete.bind(1, moment)
        try delete.run()
    }
}
