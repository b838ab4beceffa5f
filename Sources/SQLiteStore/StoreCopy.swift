package import StorePort

/// A copy of the store that is being made while the store works on. Deleted on `deinit` unless `keep()` was called.
package final class StoreCopy {
    private let path: String
    private let copy: DatabaseCopy
    private var isFinished = false
    private var isKept = false

    init(of database: Database, to path: String) throws(StoreFailure) {
        try StoreFiles.make(at: path)
        do throws(StoreFailure) {
            copy = try DatabaseCopy(of: database, to: path)
        } catch {
            StoreFiles.remove(path)
            throw error
        }
        self.path = path
    }

    deinit {
        if !isKept { StoreFiles.remove(path) }
    }

    /// Copies so many pages further, between two transactions. True at the end: the file is whole, and not yet known to
    /// be on the disk.
    package func step(pages: Int) throws(StoreFailure) -> Bool {
        if !isFinished { isFinished = try copy.step(pages: pages) }
        return isFinished
    }

    /// The file stays from now on.
    package func keep() { isKept = true }
}

extension Store {
    /// Brings a copy to the disk and makes sure that it can be opened and is whole.
    package static func confirm(copy path: String) throws(StoreFailure) {
        try StoreFiles.flush(path)
        // Opening it checks it.
        let database = try Database.open(at: path)
        try database.seal()
        try database.close()
        try StoreFiles.flush(path)
    }
}
