import Messages
import StorePort
import Values

extension Tables {
    /// Parks something for a person.
    func park(_ row: ParkedRow) throws(StoreFailure) {
        let insert = try database.statement(
            """
            INSERT INTO parked (position, kind, stage, reason, at, attempts, instance, route, bytes, message,
                message_content, processes, content)
            VALUES (?8, ?1, ?2, ?3, ?4, ?5, ?6, ?9, ?10, ?11, ?12, ?13, ?7)
            """)
        insert.bind(8, row.number)
        insert.bind(1, row.kind.rawValue)
        insert.bind(2, row.stage)
        insert.bind(3, row.reason)
        insert.bind(4, row.at)
        insert.bind(5, row.attempts)
        insert.bind(6, row.instance?.number)
        insert.bind(9, row.charge)
        insert.bind(11, row.key)
        insert.bind(13, row.processes.isEmpty ? nil : row.processes.joined(separator: "\n"))
        try insert.run(7, blob: row.content)
        mirror.now.kept.add(row.charge)
        mirror.now.parked += 1
        if row.kind == .delivery, row.stage == "attempts" { mirror.now.mayHaveUntranslated = true }
    }

    /// Forgets a parked thing: it was retried or given up.
    func release(parked number: Int64) throws(StoreFailure) {
        let delete = try database.statement("DELETE FROM parked WHERE position = ?1 RETURNING route, bytes")
        delete.bind(1, number)
        try discharge(delete, otherwise: "nothing is parked under \(number) any more")
        mirror.now.parked -= 1
    }

    /// A retry failed before it could say more: what is parked stays, with the new reason.
    func retriedInVain(parked number: Int64, reason: String) throws(StoreFailure) {
        let update = try database.statement(
            "UPDATE parked SET reason = ?2, attempts = attempts + 1 WHERE position = ?1")
        update.bind(1, number)
        update.bind(2, reason)
        try update.run()
    }

    /// What an older version parked is of this message.
    func identify(parked number: Int64, _ key: MessageKey) throws(StoreFailure) {
        let update = try database.statement(
            "UPDATE parked SET message = ?2, message_content = ?3 WHERE position = ?1")
        update.bind(1, number)
        update.bind(2, key)
        try update.run()
    }
}
