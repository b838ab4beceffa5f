/// What the bridge keeps on disk. One connection, one owner: used by one thread, which is why it is not Sendable.
package final class Store {
    private let database: Database
    private let names: Names

    /// Opens the database, makes it where it is missing, and brings an older one up to date.
    package init(at path: String) throws(StoreFailure) {
        database = try Database.open(at: path)
        names = Names()
        try names.read(from: database)
    }

    /// Runs `body` as one transaction. It is on disk when this returns; whatever `body` throws undoes all of it.
    ///
    /// Throws what `body` throws, or a `StoreFailure`: `full` means nothing happened, `fatal` that the process must exit.
    package func transaction<Result>(_ body: (borrowing Transaction) throws -> Result) throws -> Result {
        let transaction = Transaction(database: database, names: names)
        do {
            let result = try database.transaction { try body(transaction) }
            names.commit()
            return result
        } catch {
            names.rollBack(to: 0)
            throw error
        }
    }
}
