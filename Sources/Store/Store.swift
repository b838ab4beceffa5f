/// What the bridge keeps on disk. One connection, one owner: used by one thread, which is why it is not Sendable.
package final class Store {
    private let database: Database
    private let mirror: Mirror
    private let ballast: Ballast
    private let tuning: StoreTuning
    let markFile: MarkFile

    package var path: String { database.path }

    /// Opens the database, makes it where it is missing, and brings an older one up to date.
    package init(at path: String, tuning: StoreTuning = StoreTuning()) throws(StoreFailure) {
        self.tuning = tuning
        mirror = Mirror(tuning: tuning)
        database = try Database.open(at: path)
        markFile = MarkFile(path: path + ".mark")
        try mirror.read(from: database)
        ballast = Ballast(path: path + ".ballast", size: tuning.ballast)
        if !ballast.isTaken, ballast.isAffordable { ballast.take() }
    }

    /// Runs `body` as one transaction. It is on disk when this returns; whatever `body` throws undoes all of it.
    ///
    /// - Parameter repeatable: `body` may run a second time from its beginning, after all that the first run wrote was
    ///   undone: what it keeps elsewhere it must then begin anew. It is much cheaper where it uses savepoints.
    /// - Throws: what `body` throws, or a `StoreFailure`: `full` where nothing happened, `fatal` where the process must
    ///   exit.
    @discardableResult
    package func transaction<Result>(
        repeatable: Bool = false, _ body: (borrowing Transaction) throws -> Result
    ) throws -> Result {
        do {
            return try transaction(repeatable ? .assumed : .kept, body)
        } catch {
            guard database.mustRepeat else { throw error }
            return try transaction(.kept, body)
        }
    }

    private func transaction<Result>(
        _ savepoints: Database.Savepoints, _ body: (borrowing Transaction) throws -> Result
    ) throws -> Result {
        let transaction = Transaction(database: database, mirror: mirror)
        let result: Result
        do {
            result = try database.transaction(savepoints) {
                let result = try body(transaction)
                try mirror.write(to: database)
                return result
            }
        } catch {
            mirror.rollBack()
            if let failure = error as? StoreFailure, failure.kind == .full { makeRoom() }
            throw error
        }
        mirror.commit()
        if database.framesInLog >= tuning.framesInLog { shortenLog() }
        return result
    }

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
    package func close() throws(StoreFailure) { try database.close() }

    /// A backup that is gone on with is the database from now on.
    func unseal() throws(StoreFailure) { try database.unseal() }

    /// Drops the pages that are held in memory: they are read from the disk again.
    func forgetPages() throws(StoreFailure) { try database.execute("PRAGMA shrink_memory") }

    /// The transaction that came before is on disk, so a failure here is not its own: a lost database fails the next
    /// call, and a full disk fails the next transaction that needs more of it.
    private func shortenLog() {
        do throws(StoreFailure) {
            try database.checkpoint()
            if !ballast.isTaken, ballast.isAffordable { ballast.take() }
        } catch {
            if error.kind == .full { makeRoom() }
        }
    }

    /// Gives the ballast to the disk, so that the log can be written back and shortened.
    private func makeRoom() {
        ballast.release()
        try? database.checkpoint(shortening: true)
    }
}
