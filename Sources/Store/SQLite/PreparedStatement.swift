import CSQLite

/// A compiled statement, kept as long as its connection.
final class PreparedStatement {
    let pointer: OpaquePointer
    unowned let database: Database
    /// Lent to a `Statement` just now.
    var isLent = false
    /// The first value that could not be bound in this use.
    var bindFailure = SQLITE_OK

    init(_ pointer: OpaquePointer, of database: Database) {
        self.pointer = pointer
        self.database = database
    }

    deinit { sqlite3_finalize(pointer) }
}
