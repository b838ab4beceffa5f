import CSQLite
import StorePort

extension Database {
    /// Writes the log back into the database file, so that the log begins again at its start.
    /// - Parameter shortening: also gives the log's space on the disk back.
    func checkpoint(shortening: Bool = false) throws(StoreFailure) {
        if let lost { throw lost }
        let mode = shortening ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE
        var (inLog, written): (Int32, Int32) = (0, 0)
        let code = sqlite3_wal_checkpoint_v2(pointer, nil, mode, &inLog, &written)
        guard code == SQLITE_OK else {
            let failure = failure(code)
            forgetPoison()
            throw failure
        }
        if written >= inLog { frames.pointee = 0 }
    }

    /// Writes a copy of the database to a file that does not exist yet, or is empty.
    func copy(to path: String) throws(StoreFailure) {
        do throws(StoreFailure) {
            let statement = try once("VACUUM INTO ?1")
            statement.bind(1, path)
            try statement.run()
        } catch {
            // It is most likely the other disk that is full or fails: that must not stop the bridge.
            if ResultCode(number: error.code).kindAtOpen != .corrupt { recover(from: error) }
            throw StoreFailure(.unavailable, "cannot copy to \(path): \(error.message)", code: error.code)
        }
    }

    /// Closes the connection. The log is in the database then, and its file gone; where the disk is too full for that,
    /// the log stays until the next opening.
    func close() throws(StoreFailure) {
        do throws(StoreFailure) {
            try checkpoint(shortening: true)
        } catch {
            if error.kind != .full { throw error }
        }
        finalizeStatements()
        // Only now: a database that is let go without this, since it was refused for one, is left as it was.
        bridge_db_config(pointer, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0)
        let code = sqlite3_close(pointer)
        guard code == SQLITE_OK else { throw failure(code) }
        isClosed = true
        _ = lose(StoreFailure(.misuse, "\(path) is closed"))
    }
}
