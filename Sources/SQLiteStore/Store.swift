import Files
package import StorePort

/// What the bridge keeps on disk. One connection, one owner: used by one thread, which is why it is not Sendable.
package final class Store: BridgeStore {
    private let database: Database
    private let mirror: Mirror
    let tables: Tables
    private let ballast: Ballast
    private let tuning: StoreTuning
    let markFile: MarkFile
    /// Set once it has begun: what the file beside the database is told.
    var mark: StoreMark?
    /// The next transaction takes a number of its own.
    var wantsNumber = false
    /// What the log held when the database was opened.
    var logAtOpening: LogContent
    /// What a person should know about what was found.
    package let warnings: [String]
    /// Whether the database was made just now, because there was none.
    package let isNew: Bool

    package var path: String { database.path }

    package var digest: MessageDigest { mirror.inbox.digest }

    /// Opens the database, makes it where it is missing, and brings an older one up to date.
    /// - Throws: `restored` where it is missing, or is empty, and is known to have been there.
    package init(at path: String, tuning: StoreTuning = StoreTuning()) throws(StoreFailure) {
        self.tuning = tuning
        mirror = Mirror(tuning: tuning)
        markFile = MarkFile(path: path + ".mark")
        isNew = StoreFiles.isMissing(path)
        if isNew { try StoreFiles.refuseLoss(of: path, beside: markFile) }
        database = try Database.open(at: path)
        tables = Tables(database: database, mirror: mirror)
        logAtOpening = database.log
        warnings = [
            database.log.warning(database.file + "-wal"),
            FileTrust.warning(aboutFolder: Folder.of(StoreFiles.target(of: path))),
        ].compactMap { $0 }
        try mirror.read(from: database)
        ballast = Ballast(path: path + ".ballast", size: tuning.ballast)
        if !ballast.isTaken, ballast.isAffordable { ballast.take() }
    }

    /// Runs `body` as one transaction. It is on disk when this returns; whatever `body` throws undoes all of it.
    /// - Throws: what `body` throws, or a `StoreFailure`: `full` where nothing happened, `fatal` where the process must
    ///   exit.
    @discardableResult
    func transaction<Result>(_ body: (Tables) throws -> Result) throws -> Result {
        var number: Int?
        let result: Result
        do {
            result = try database.transaction {
                let before = database.allChanges
                mirror.begin()
                let result = try body(tables)
                try mirror.write(to: database)
                let beginsLog = database.framesInLog == 0 && database.allChanges != before
                if beginsLog { try database.setBase() }
                if beginsLog || wantsNumber { number = try takeNumber() }
                return result
            }
        } catch {
            mirror.rollBack()
            if let failure = error as? StoreFailure, failure.kind == .full { makeRoom() }
            throw error
        }
        mirror.commit()
        try committed(number)
        if database.framesInLog >= tuning.framesInLog { shortenLog() }
        return result
    }

    /// What is read next is read afresh.
    func beginReading() throws(StoreFailure) { try database.beginReading() }

    /// Writes a copy of the database to a new file, as it is now.
    package func copy(to path: String) throws(StoreFailure) {
        try StoreFiles.make(at: path)
        do throws(StoreFailure) {
            try database.copy(to: path)
            try StoreFiles.flush(path)
        } catch {
            StoreFiles.remove(path)
            throw error
        }
    }

    /// Begins a copy of the database to a new file, made step by step.
    package func beginCopy(to path: String) throws(StoreFailure) -> StoreCopy {
        try StoreCopy(of: database, to: path)
    }

    /// Closes the database. Nothing can be asked of the store afterwards.
    package func close() throws(StoreFailure) {
        do throws(StoreFailure) { try writeBack() } catch { if error.kind != .full { throw error } }
        try database.close()
    }

    var framesInLog: Int { database.framesInLog }
    var saltsOfLog: UInt64? { database.saltsOfLog() }
    func checkpoint(shortening: Bool) throws(StoreFailure) { try database.checkpoint(shortening: shortening) }

    /// Nothing that follows can be relied on.
    func lose(_ failure: StoreFailure) -> StoreFailure { database.lose(failure) }

    /// Marks a restored backup as the live database.
    func unseal() throws(StoreFailure) { try database.unseal() }

    func refuseSealed() throws(StoreFailure) { try database.refuseSealed() }

    /// Drops the pages that are held in memory: they are read from the disk again.
    func forgetPages() throws(StoreFailure) { try database.execute("PRAGMA shrink_memory") }

    /// The transaction that came before is on disk, so a failure here is not its own: a lost database fails the next
    /// call, and a full disk fails the next transaction that needs more of it.
    private func shortenLog() {
        do throws(StoreFailure) {
            try writeBack()
            if !ballast.isTaken, ballast.isAffordable { ballast.take() }
        } catch {
            if error.kind == .full { makeRoom() }
        }
    }

    /// Gives the ballast to the disk, so that the log can be written back and shortened.
    private func makeRoom() {
        ballast.release()
        try? writeBack(shortening: true)
    }
}
