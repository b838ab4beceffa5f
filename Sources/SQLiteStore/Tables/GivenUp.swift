import Messages
import StorePort
import Values

extension Tables {
    /// Keeps why a parked thing was given up.
    func keep(_ given: GivenUp) throws(StoreFailure) {
        let insert = try database.statement(
            """
            INSERT OR REPLACE INTO given_up (number, at, why, kind, stage, reason, processes, subject)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """)
        insert.bind(1, given.number)
        insert.bind(2, given.at)
        insert.bind(3, given.why)
        insert.bind(4, given.kind.rawValue)
        insert.bind(5, given.stage)
        insert.bind(6, given.reason)
        insert.bind(7, given.processes.isEmpty ? nil : given.processes.joined(separator: "\n"))
        insert.bind(8, given.subject)
        try insert.run()
    }

    func givenUp(number: Int64) throws(StoreFailure) -> GivenUp? {
        let select = try database.statement(
            "SELECT number, at, why, kind, stage, reason, processes, subject FROM given_up WHERE number = ?1")
        select.bind(1, number)
        guard try select.step(), let kind = ParkedKind(rawValue: select.int(3)) else { return nil }
        return GivenUp(
            number: select.int64(0), at: select.timestamp(1), why: select.text(2), kind: kind, stage: select.text(4),
            reason: select.text(5), processes: Self.lines(select.optionalText(6)), subject: select.optionalText(7))
    }

    /// Forgets what was given up before `moment`, the oldest first, at most `limit`.
    func pruneGivenUp(before moment: Timestamp, limit: Int) throws(StoreFailure) {
        let delete = try database.statement(
            """
            DELETE FROM given_up WHERE number IN
                (SELECT number FROM given_up WHERE at < ?1 ORDER BY at LIMIT ?2)
            """)
        delete.bind(1, moment)
        delete.bind(2, limit)
        try delete.run()
    }
}
