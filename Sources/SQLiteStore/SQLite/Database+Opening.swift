import CSQLite
import Files
import StorePort

extension Database {
    /// Opens the file at `path`, makes it where it is missing, refuses what is not ours, and brings it up to date.
    static func open(
        at path: String, migrations: [String] = Schema.migrations
    ) throws(StoreFailure) -> Database {
        do throws(StoreFailure) {
            try StoreFiles.prepare(at: path)
            let database = try connect(to: path)
            try database.refuseForeignLog()
            try database.claim()
            try database.recover()
            try database.configure()
            try database.check()
            try database.migrate(migrations)
            database.watchFiles()
            return database
        } catch {
            throw explained(error, at: path)
        }
    }

    private static func connect(to path: String) throws(StoreFailure) -> Database {
        bridge_configure()
        var pointer: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOFOLLOW
        // What a link leads to is looked up once; from there on no link is followed.
        let target = StoreFiles.target(of: path)
        let identity = StoreFiles.identity(of: target)
        let code = sqlite3_open_v2(target, &pointer, flags, nil)
        guard code == SQLITE_OK, let pointer else {
            let failure = StoreFailure(
                ResultCode(number: code).kindAtOpen, "cannot open \(path): \(reason(code, pointer))", code: code)
            sqlite3_close_v2(pointer)
            throw failure
        }
        guard bridge_has_moved(pointer) == 0, StoreFiles.identity(of: target) == identity else {
            sqlite3_close_v2(pointer)
            throw StoreFailure(.unavailable, "\(path) was replaced while it was being opened")
        }
        // What is refused is not changed: neither is its log written back when it is closed again.
        bridge_db_config(pointer, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
        return Database(opened: pointer, path: path)
    }

    /// Takes the file for this process alone, and makes sure that it is ours before anything in it is changed.
    private func claim() throws(StoreFailure) {
        // Before the first read: with the lock held, the log needs no memory shared with others.
        try execute("PRAGMA locking_mode = EXCLUSIVE")
        try execute("BEGIN EXCLUSIVE")
        defer { sqlite3_exec(pointer, "ROLLBACK", nil, nil, nil) }
        let application = try number("PRAGMA application_id")
        if application == Schema.applicationID || application == Schema.copyID { return }
        let objects = try number("SELECT count(*) FROM sqlite_schema")
        guard application == 0, objects == 0, try number("PRAGMA user_version") == 0 else {
            throw StoreFailure(.foreign, "\(path) is a database of another program: name another file in store.path")
        }
    }

    private static func reason(_ code: Int32, _ pointer: OpaquePointer?) -> String {
        let number = pointer.map { sqlite3_system_errno($0) } ?? 0
        if SystemReason.isDescriptorShortage(number) { return SystemReason.words(number) }
        return String(cString: sqlite3_errstr(code))
    }

    /// What the log holds is part of the database only if it is the file's own.
    private func recover() throws(StoreFailure) {
        log = try readLog()
        try compareLog()
    }

    private func configure() throws(StoreFailure) {
        for (option, value) in [
            (SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0), (SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0),
            (SQLITE_DBCONFIG_DQS_DML, 0), (SQLITE_DBCONFIG_DQS_DDL, 0), (SQLITE_DBCONFIG_ENABLE_FKEY, 1),
            (SQLITE_DBCONFIG_DEFENSIVE, 1),
        ] as [(Int32, Int32)] {
            let code = bridge_db_config(pointer, option, value)
            guard code == SQLITE_OK else { throw failure(code) }
        }
        try execute("PRAGMA cell_size_check = ON")
        try execute("PRAGMA mmap_size = 0")
        try execute("PRAGMA temp_store = MEMORY")
        try execute("PRAGMA cache_size = -65536")
        // Debian's default overwrites what is deleted with zeros; the log would carry them.
        try execute("PRAGMA secure_delete = OFF")
        let mode = try text("PRAGMA journal_mode = WAL")
        guard mode == "wal" else { throw StoreFailure(.unavailable, "\(path): no write-ahead log here, but \(mode)") }
        try execute("PRAGMA synchronous = FULL")
        try execute("PRAGMA journal_size_limit = 67108864")
        // SQLite swallows what goes wrong in a checkpoint of its own: the store makes them.
        try execute("PRAGMA wal_autocheckpoint = 0")
        bridge_count_frames(pointer, frames)
        frames.pointee = Int32(clamping: log.committed)
    }

    private func check() throws(StoreFailure) {
        let verdict = try text("PRAGMA quick_check(1)")
        guard verdict == "ok" else { throw StoreFailure(.corrupt, verdict) }
    }

    /// Brings the schema up to date, a transaction a version.
    func migrate(_ migrations: [String]) throws(StoreFailure) {
        let found = try number("PRAGMA user_version")
        guard found >= 0, found <= Int64(migrations.count) else {
            throw StoreFailure(
                .newerSchema,
                "\(path) has schema \(found); this bridge knows \(migrations.count): run the bridge that wrote it")
        }
        for version in Int(found)..<migrations.count {
            try execute("BEGIN IMMEDIATE")
            do throws(StoreFailure) {
                if framesInLog == 0 { try setBase() }
                try execute(migrations[version])
                try execute("PRAGMA application_id = \(Schema.applicationID)")
                try execute("PRAGMA user_version = \(version + 1)")
                try execute("COMMIT")
            } catch {
                sqlite3_exec(pointer, "ROLLBACK", nil, nil, nil)
                throw error
            }
        }
    }

    private static func explained(_ failure: StoreFailure, at path: String) -> StoreFailure {
        var explained = failure
        if failure.code != 0, failure.kind != .full { explained.kind = ResultCode(number: failure.code).kindAtOpen }
        switch explained.kind {
        case .locked:
            explained.message = "\(path) is in use by another process: one database belongs to one bridge"
        case .corrupt:
            explained.message =
                "\(path) is damaged: \(failure.message). Restore it from a backup, or move it away to begin with an empty one"
        default: break
        }
        return explained
    }

    func number(_ sql: String) throws(StoreFailure) -> Int64 {
        let statement = try once(sql)
        return try statement.step() ? statement.int64(0) : 0
    }

    /// A position or a count. Ours never come near the end of their range, so that they can be counted on from.
    func count(_ sql: String) throws(StoreFailure) -> Int64 {
        let number = try number(sql)
        guard 0...(Int64.max / 4) ~= number else {
            throw StoreFailure(.corrupt, "\(sql) gives \(number)")
        }
        return number
    }

    func text(_ sql: String) throws(StoreFailure) -> String {
        let statement = try once(sql)
        return try statement.step() ? statement.text(0) : ""
    }
}
