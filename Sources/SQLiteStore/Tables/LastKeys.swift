import StorePort

extension Tables {
    /// The largest number that was ever given of each kind, as far as that can be known: of held, parked and broadcast
    /// events SQLite remembers it when the row is gone.
    func lastKeys() throws(StoreFailure) -> LastKeys {
        var keys = LastKeys()
        keys.instance = try database.count("SELECT max(key) FROM instance")
        keys.source = try database.count("SELECT max(key) FROM source")
        keys.message = mirror.inbox.lastPosition
        keys.outbox = mirror.now.lastOutboxPosition
        keys.held = try lastGiven("held")
        keys.parked = try lastGiven("parked")
        keys.broadcast = try lastGiven("broadcast")
        return keys
    }

    private func lastGiven(_ table: String) throws(StoreFailure) -> Int64 {
        max(
            try database.count("SELECT seq FROM sqlite_sequence WHERE name = '\(table)'"),
            try database.count("SELECT max(position) FROM \(table)"))
    }
}
