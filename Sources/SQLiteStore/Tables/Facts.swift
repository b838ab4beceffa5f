import StorePort

extension Tables {
    /// A small fact that the bridge keeps under a name: its id, its last clean stop.
    func fact(_ name: String) throws(StoreFailure) -> String? {
        let select = try database.statement("SELECT value FROM fact WHERE name = ?1")
        select.bind(1, name)
        return try select.step() ? select.text(0) : nil
    }

    /// Keeps a small fact; nil forgets it.
    func setFact(_ name: String, to value: String?) throws(StoreFailure) {
        guard let value else {
            let delete = try database.statement("DELETE FROM fact WHERE name = ?1")
            delete.bind(1, name)
            return try delete.run()
        }
        let upsert = try database.statement(
            "INSERT INTO fact (name, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2")
        upsert.bind(1, name)
        upsert.bind(2, value)
        try upsert.run()
    }
}
