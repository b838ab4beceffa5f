import StorePort

extension RecentInbox {
    /// Reads what is not in the index yet.
    func read(from database: Database) throws(StoreFailure) {
        let last = try database.count(
            "SELECT max(last, old_form, (SELECT coalesce(max(position), 0) FROM inbox)) FROM inbox_index")
        var progress = InboxProgress(
            last: try database.count("SELECT last FROM inbox_index"),
            entries: Int(try database.count("SELECT entries FROM inbox_index")),
            stale: Int(try database.count("SELECT stale FROM inbox_index")))
        progress.oldForm = try database.count("SELECT old_form FROM inbox_index")
        let digest = MessageDigest(
            key: UInt64(bitPattern: try database.number("SELECT key_1 FROM inbox_index")),
            UInt64(bitPattern: try database.number("SELECT key_2 FROM inbox_index")))
        begin(digest, progress, last: last)
        let rows = try database.once("SELECT digest, position FROM inbox WHERE position > ?1 ORDER BY position")
        rows.bind(1, progress.last)
        while try rows.step() { found(InboxPlace(digest: rows.int64(0), position: rows.int64(1))) }
        commit()
    }

    /// The index's share of a transaction, in proportion to the messages it took: the last thing before its commit.
    func write(to database: Database) throws(StoreFailure) {
        guard taken > 0 else { return }
        let before = progress
        try carry(to: database, max(64, taken * 2))
        if progress.sweptTo != nil { try sweep(database, max(256, taken * 8)) }
        if progress.last != before.last || progress.stale != before.stale { try writeProgress(to: database) }
    }

    /// Brings the next places of the wave to the index.
    private func carry(to database: Database, _ limit: Int) throws(StoreFailure) {
        let next = placesLeft.prefix(limit)
        guard !next.isEmpty else { return }
        // A wave that a stop cut short is carried once more.
        let insert = try database.statement("INSERT OR IGNORE INTO inbox_digest (digest, position) VALUES (?1, ?2)")
        var inserted = 0
        for place in next {
            insert.bind(1, place.digest)
            insert.bind(2, place.position)
            try insert.run()
            inserted += database.changes
        }
        let isWhole = next.count == placesLeft.count
        change { progress in
            progress.carried += next.count
            progress.entries += inserted
            if isWhole { progress.last = progress.waveEnd }
        }
    }

    /// Removes entries of forgotten messages, some further on in the order of the digests.
    private func sweep(_ database: Database, _ limit: Int) throws(StoreFailure) {
        let select = try database.statement(
            """
            SELECT digest, position, EXISTS (SELECT 1 FROM inbox WHERE inbox.position = inbox_digest.position)
            FROM inbox_digest WHERE digest > ?1 ORDER BY digest, position LIMIT ?2
            """)
        select.bind(1, progress.sweptTo ?? .min)
        select.bind(2, limit)
        var last: Int64?
        var seen = 0
        var stale: [InboxPlace] = []
        while try select.step() {
            seen += 1
            last = select.int64(0)
            if select.int64(2) == 0 { stale.append(InboxPlace(digest: select.int64(0), position: select.int64(1))) }
        }
        let delete = try database.statement("DELETE FROM inbox_digest WHERE digest = ?1 AND position = ?2")
        for place in stale {
            delete.bind(1, place.digest)
            delete.bind(2, place.position)
            try delete.run()
        }
        change { progress in
            progress.entries = max(0, progress.entries - stale.count)
            progress.stale = max(0, progress.stale - stale.count)
            progress.sweptTo = seen < limit ? nil : last
            // What is left of the count was never there: messages that were forgotten before they were in the index.
            if seen < limit { progress.stale = 0 }
        }
    }

    func writeProgress(to database: Database) throws(StoreFailure) {
        let update = try database.statement("UPDATE inbox_index SET last = ?1, entries = ?2, stale = ?3, old_form = ?4")
        update.bind(1, progress.last)
        update.bind(2, progress.entries)
        update.bind(3, progress.stale)
        update.bind(4, progress.oldForm)
        try update.run()
    }
}
