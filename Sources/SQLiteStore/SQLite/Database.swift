import CSQLite
import Files
import StorePort

/// The one connection to the database file. Used by one thread.
final class Database {
    let path: String
    let pointer: OpaquePointer
    private var cache = StatementCache()
    /// How many frames the log held after the last commit. SQLite writes it.
    let frames: UnsafeMutablePointer<Int32>
    var isClosed = false
    /// Set once what is on disk is not known any more; every later call fails with it.
    private(set) var lost: StoreFailure? { didSet { isStopped = lost != nil || poison != nil } }
    /// Set where the transaction that is open cannot be committed any more.
    private(set) var poison: StoreFailure? { didSet { isStopped = lost != nil || poison != nil } }
    /// One of the two is set.
    private var isStopped = false

    /// Set once the database is open for work.
    private var watch: FileWatch?
    /// What its log held when it was opened.
    var log = LogContent()

    init(opened pointer: OpaquePointer, path: String) {
        self.pointer = pointer
        self.path = path
        frames = .allocate(capacity: 1)
        frames.initialize(to: 0)
        bridge_count_frames(pointer, frames)
    }

    deinit {
        cache = StatementCache()
        if !isClosed { sqlite3_close_v2(pointer) }
        frames.deallocate()
    }

    /// Where the file itself is, beside which SQLite keeps its log, whatever links lead there.
    var file: String { sqlite3_db_filename(pointer, "main").map { String(cString: $0) } ?? path }

    /// Begins to look after its files at every commit.
    func watchFiles() {
        watch = FileWatch(path: file)
    }

    /// Whether what was committed is where the next start will look for it.
    func lookAtFiles() throws(StoreFailure) {
        guard let problem = watch?.problem() else { return }
        throw lose(
            StoreFailure(
                .fatal,
                "\(problem) while the bridge worked with it. Put the database and its log back, or a backup, and start again"
            ))
    }

    /// Frames in the write-ahead log that the last commit left.
    var framesInLog: Int { Int(frames.pointee) }

    /// The cached statement of this literal, lent for one use.
    func statement(_ sql: StaticString) throws(StoreFailure) -> Statement {
        if isStopped, let failure = lost ?? poison { throw failure }
        let place = sql.utf8Start
        if let prepared = cache[place] { return Statement(lending: prepared) }
        let prepared = PreparedStatement(
            try prepare(sql.description, flags: UInt32(SQLITE_PREPARE_PERSISTENT)), at: place, of: self)
        cache.insert(prepared)
        return Statement(lending: prepared)
    }

    /// A statement that is used once, for opening and maintenance.
    func once(_ sql: String) throws(StoreFailure) -> Statement {
        if let lost { throw lost }
        // Never looked up, so it has no place.
        return Statement(lending: PreparedStatement(try prepare(sql, flags: 0), at: nil, of: self))
    }

    /// Runs statements that give no rows.
    func execute(_ sql: String) throws(StoreFailure) {
        if let lost { throw lost }
        let code = sqlite3_exec(pointer, sql, nil, nil, nil)
        if code != SQLITE_OK { throw failure(code) }
    }

    private func prepare(_ sql: String, flags: UInt32) throws(StoreFailure) -> OpaquePointer {
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v3(pointer, sql, -1, flags, &statement, nil)
        guard code == SQLITE_OK, let statement else { throw failure(code) }
        return statement
    }

    /// The rows the last statement changed.
    var changes: Int { Int(sqlite3_changes64(pointer)) }

    var lastInsertedKey: Int64 { sqlite3_last_insert_rowid(pointer) }

    var isInTransaction: Bool { sqlite3_get_autocommit(pointer) == 0 }

    /// Drops every cached statement; the next use prepares it again.
    func finalizeStatements() { cache = StatementCache() }
}

extension Database {
    /// Turns SQLite's code into a failure, and remembers it where it outlives the statement.
    func failure(_ number: Int32) -> StoreFailure {
        let failure = described(number)
        switch failure.kind {
        case .fatal: if lost == nil { lost = failure }
        // Whoever catches this for one message must not commit the others: SQLite may have rolled all back.
        case .full, .locked: return poisoned(failure)
        default: break
        }
        return failure
    }

    private func described(_ number: Int32) -> StoreFailure {
        let code = ResultCode(number: number)
        // Of all that ends a write SQLite calls only one a full disk; the others leave the file just as it was, too.
        var system = bridge_last_errno(pointer)
        if number == ResultCode.failedWrite, SystemReason.isDiskFull(system) {
            return StoreFailure(.full, "\(path): \(SystemReason.words(system))", code: number)
        }
        system = sqlite3_system_errno(pointer)
        let isShort = code.primary == SQLITE_CANTOPEN && SystemReason.isDescriptorShortage(system)
        let words = isShort ? SystemReason.words(system) : String(cString: sqlite3_errmsg(pointer))
        return StoreFailure(code.kind, "\(path): \(words)", code: number)
    }

    /// What failed was not the database itself.
    func recover(from failure: StoreFailure) {
        if lost == failure { lost = nil }
        forgetPoison()
    }

    /// From now on nothing is known: used where a COMMIT or ROLLBACK itself fails.
    func lose(_ failure: StoreFailure) -> StoreFailure {
        var fatal = failure
        fatal.kind = .fatal
        if lost == nil { lost = fatal }
        return lost ?? fatal
    }

    /// The open transaction cannot be committed any more.
    func poisoned(_ failure: StoreFailure) -> StoreFailure {
        if poison == nil { poison = failure }
        return failure
    }

    func forgetPoison() { poison = nil }
}
