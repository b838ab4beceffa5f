import CSQLite
import StorePort

/// A copy of the open database that is being written, some pages at a time; what the owner changes meanwhile is in it.
final class DatabaseCopy {
    private let destination: OpaquePointer
    private let backup: OpaquePointer
    private let path: String
    private var isOver = false

    /// - Parameter path: an empty file.
    init(of database: Database, to path: String) throws(StoreFailure) {
        self.path = path
        var pointer: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOFOLLOW
        let code = sqlite3_open_v2(StoreFiles.target(of: path), &pointer, flags, nil)
        guard code == SQLITE_OK, let pointer else {
            sqlite3_close_v2(pointer)
            throw Self.failure(path, String(cString: sqlite3_errstr(code)), code)
        }
        // A copy that is broken off is thrown away, and what brings it to the disk is done once, at its end.
        sqlite3_exec(pointer, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", nil, nil, nil)
        guard let backup = sqlite3_backup_init(pointer, "main", database.pointer, "main") else {
            let failure = Self.failure(path, String(cString: sqlite3_errmsg(pointer)), sqlite3_errcode(pointer))
            sqlite3_close_v2(pointer)
            throw failure
        }
        destination = pointer
        self.backup = backup
    }

    deinit { end() }

    /// Copies so many pages further; true at the end.
    func step(pages: Int) throws(StoreFailure) -> Bool {
        switch sqlite3_backup_step(backup, Int32(clamping: pages)) {
        case SQLITE_OK: return false
        case SQLITE_DONE:
            end()
            return true
        case let code: throw Self.failure(path, String(cString: sqlite3_errstr(code)), code)
        }
    }

    private func end() {
        if isOver { return }
        isOver = true
        sqlite3_backup_finish(backup)
        sqlite3_close_v2(destination)
    }

    /// It is most likely the other disk that is full or fails. Where it is our own, the next transaction meets it.
    private static func failure(_ path: String, _ reason: String, _ code: Int32) -> StoreFailure {
        StoreFailure(.unavailable, "cannot copy to \(path): \(reason)", code: code)
    }
}
