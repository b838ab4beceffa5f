import CSQLite
import StorePort

extension Database {
    /// Runs `body` between BEGIN IMMEDIATE and COMMIT; whatever it throws rolls everything back.
    func transaction<Result>(_ body: () throws -> Result) throws -> Result {
        if let lost { throw lost }
        precondition(!isInTransaction, "a transaction inside a transaction")
        forgetPoison()
        try run("BEGIN IMMEDIATE")
        let result: Result
        do {
            result = try body()
            // A failure that the body caught must not become a commit of half the work.
            if let failure = lost ?? poison { throw failure }
        } catch {
            try rollBack()
            throw error
        }
        try commit()
        return result
    }

    /// To be called before anything is read outside a transaction.
    func beginReading() throws(StoreFailure) {
        if let lost { throw lost }
        forgetPoison()
    }

    private func commit() throws(StoreFailure) {
        do throws(StoreFailure) {
            try run("COMMIT")
        } catch {
            // A full disk stops the log before the frame that commits: it has not happened. Anything else may have.
            guard error.kind == .full else { throw lose(error) }
            try rollBack()
            throw error
        }
        try lookAtFiles()
    }

    /// SQLite may have rolled back by itself (disk full, out of memory).
    private func rollBack() throws(StoreFailure) {
        forgetPoison()
        guard isInTransaction, lost == nil else { return }
        do throws(StoreFailure) { try run("ROLLBACK") } catch { throw lose(error) }
    }

    private func run(_ sql: StaticString) throws(StoreFailure) {
        try statement(sql).run()
    }
}
