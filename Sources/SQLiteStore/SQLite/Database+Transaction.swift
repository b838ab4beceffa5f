import CSQLite
import StorePort

extension Database {
    /// What a savepoint costs: SQLite copies every page it touches. Few are ever rolled back.
    enum Savepoints {
        /// As SQLite has them.
        case kept
        /// None is made. Where one would have to be rolled back after something was written, the whole transaction is,
        /// and `mustRepeat` is set.
        case assumed
    }

    /// Runs `body` between BEGIN IMMEDIATE and COMMIT; whatever it throws rolls everything back.
    func transaction<Result>(_ savepoints: Savepoints, _ body: () throws -> Result) throws -> Result {
        if let lost { throw lost }
        precondition(!isInTransaction, "a transaction inside a transaction")
        forgetPoison()
        self.savepoints = savepoints
        mustRepeat = false
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

    /// Runs `body`; whatever it throws rolls back what it did, and only that.
    func savepoint<Result>(_ body: () throws -> Result) throws -> Result {
        switch savepoints {
        case .kept: try keptSavepoint(body)
        case .assumed: try assumedSavepoint(body)
        }
    }

    private func keptSavepoint<Result>(_ body: () throws -> Result) throws -> Result {
        try run("SAVEPOINT part")
        do {
            let result = try body()
            try run("RELEASE part")
            return result
        } catch {
            if let failure = lost ?? poison { throw failure }
            try run("ROLLBACK TO part")
            try run("RELEASE part")
            throw error
        }
    }

    private func assumedSavepoint<Result>(_ body: () throws -> Result) throws -> Result {
        let changes = sqlite3_total_changes64(pointer)
        do {
            return try body()
        } catch {
            if let failure = lost ?? poison { throw failure }
            if sqlite3_total_changes64(pointer) == changes { throw error }
            mustRepeat = true
            throw poisoned(
                StoreFailure(.misuse, "\(path): part of a transaction failed after it had written: \(error)"))
        }
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
