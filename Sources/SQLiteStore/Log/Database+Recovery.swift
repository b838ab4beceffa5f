import CSQLite
import Files
import StorePort

/// What the log beside the file holds, and whether the two belong together.
extension Database {
    /// To be called with the file held and nothing written: SQLite has read the log and changed nothing.
    func readLog() throws(StoreFailure) -> LogContent {
        let log = file + "-wal"
        let opened: OpenFile
        do throws(FileProblem) {
            opened = try OpenFile.reading(log)
        } catch {
            if error.isMissing { return LogContent() }
            throw StoreFailure(error)
        }
        var reader = LogReader(size: StoreFiles.size(of: log), page: try placeOfFacts().map { Int($0) }) {
            (offset, count) throws(StoreFailure) in
            do throws(FileProblem) {
                return try opened.bytes(at: offset, count: count)
            } catch {
                throw StoreFailure(error)
            }
        }
        return try reader.read()
    }

    /// Where the table of facts has its root, which is all of it: there are few. Nil where there is none.
    private func placeOfFacts() throws(StoreFailure) -> Int64? {
        let select = try once("SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = 'fact'")
        return try select.step() ? select.int64(0) : nil
    }

    /// What that page is in the file itself, whatever the log makes of it.
    private func factsInFile(_ place: Int64) throws(StoreFailure) -> UInt64 {
        let size = try number("PRAGMA page_size")
        var bytes = [UInt8](repeating: 0, count: Int(size))
        let code = bridge_read_file(pointer, &bytes, Int32(size), (place - 1) * size)
        // A page that only the log has yet reads as zeros.
        guard code == SQLITE_OK || code & 0xFF == SQLITE_IOERR else { throw failure(code) }
        return Checksum.of(bytes)
    }

    /// The first thing in a log: what the file looked like that it goes on from. Inside the log's first transaction.
    func setBase() throws(StoreFailure) {
        guard let place = try placeOfFacts() else { return }
        let insert = try once(
            "INSERT INTO fact (name, value) VALUES ('log_base', ?1) ON CONFLICT DO UPDATE SET value = ?1")
        insert.bind(1, String(try factsInFile(place), radix: 16))
        try insert.run()
    }

    /// Refuses a log beside a file that it does not go on from: an older or a newer copy of one of the two. SQLite would
    /// mix them.
    func compareLog() throws(StoreFailure) {
        guard log.committed > 0, let place = try placeOfFacts(), let base = try base() else { return }
        let found = try factsInFile(place)
        log.isFileUntouched = found == base
        // Killed while the log was written back, the file has what the log has.
        if log.isFileUntouched || log.versions.contains(found) { return }
        throw StoreFailure(
            .restored,
            """
            \(path) and its log \(file)-wal do not belong together: one of them is an older copy, or comes from elsewhere. \
            Nothing was changed. Put both back as they were together; or, to go on with the file alone as an older copy, \
            move the log away and start once with: bpmn-bridge run --accept-restored
            """)
    }

    private func base() throws(StoreFailure) -> UInt64? {
        let select = try once("SELECT value FROM fact WHERE name = 'log_base'")
        return try select.step() ? UInt64(select.text(0), radix: 16) : nil
    }

    /// What tells the log from others; nil where it has no header yet.
    func saltsOfLog() -> UInt64? {
        var bytes = [UInt8](repeating: 0, count: LogReader.headerSize)
        guard bridge_read_log(pointer, &bytes, Int32(bytes.count), 0) == SQLITE_OK else { return nil }
        return bytes[16..<24].reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Counts every row that was ever changed by this connection.
    var allChanges: Int64 { sqlite3_total_changes64(pointer) }
}
