/// What the bridge keeps on disk. One connection, one owner: used by one thread, which is why it is not Sendable.
package final class Store {
    private let database: Database
    private let names = Names()
    private let ballast: Ballast
    private let settings: StoreSettings

    /// Opens the database, makes it where it is missing, and brings an older one up to date.
    package init(at path: String, settings: StoreSettings = StoreSettings()) throws(StoreFailure) {
        self.settings = settings
        database = try Database.open(at: path)
        try names.read(from: database)
        ballast = Ballast(path: path + ".ballast", size: settings.ballast)
        if !ballast.isTaken, ballast.isAffordable { ballast.take() }
    }

    /// Runs `body` as one transaction. It is on disk when this returns; whatever `body` throws undoes all of it.
    ///
    /// Throws what `body` throws, or a `StoreFailure`: `full` means nothing happened, `fatal` that the process must exit.
    package func transaction<Result>(_ body: (borrowing Transaction) throws -> Result) throws -> Result {
        let transaction = Transaction(database: database, names: names)
        let result: Result
        do {
            result = try database.transaction { try body(transaction) }
        } catch {
            names.rollBack(to: 0)
            if let failure = error as? StoreFailure, failure.kind == .full { makeRoom() }
            throw error
        }
        names.commit()
        if database.framesInLog >= settings.framesInLog { shortenLog() }
        return result
    }

    /// Writes a copy of the database to a new file, as it is now.
    package func copy(to path: String) throws(StoreFailure) {
        try StoreFiles.make(at: path)
        try database.copy(to: path)
        try StoreFiles.flush(path)
    }

    /// Closes the database. Nothing can be asked of the store afterwards.
    package func close() throws(StoreFailure) { try database.close() }

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
