package import Events

extension Transaction {
    /// Counts one more attempt at a delivery that came again, before anything is done with it; how many there are now.
    package func countAttempt(id: String, source: String, at: Timestamp) throws(StoreFailure) -> Int {
        let source = try sourceKey(source)
        let upsert = try database.statement(
            """
            INSERT INTO attempt (source, id, count, at) VALUES (?1, ?2, 1, ?3)
            ON CONFLICT DO UPDATE SET count = count + 1, at = ?3 RETURNING count
            """)
        upsert.bind(1, source)
        upsert.bind(2, id)
        upsert.bind(3, at)
        guard try upsert.step() else { throw StoreFailure(.misuse, "\(database.path): no attempt was counted") }
        let count = upsert.int(0)
        // The statement is done, and its change made, only when it has been stepped to its end.
        _ = try upsert.step()
        return count
    }

    /// Forgets the attempts at a delivery that is settled.
    package func forgetAttempts(id: String, source: String) throws(StoreFailure) {
        let source = try sourceKey(source)
        let delete = try database.statement("DELETE FROM attempt WHERE source = ?1 AND id = ?2")
        delete.bind(1, source)
        delete.bind(2, id)
        try delete.run()
    }

    /// Forgets attempts older than `moment`: deliveries that never came again.
    package func pruneAttempts(before moment: Timestamp) throws(StoreFailure) {
        let delete = try database.statement("DELETE FROM attempt WHERE at < ?1")
        delete.bind(1, moment)
        try delete.run()
    }
}
