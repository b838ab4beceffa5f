import CSQLite

/// A compiled statement, kept as long as its connection.
final class PreparedStatement {
    let pointer: OpaquePointer
    /// Where its literal lies; nil for one that is used once.
    let place: UnsafePointer<UInt8>?
    unowned let database: Database
    /// Lent to a `Statement` just now.
    var isLent = false
    /// The first value that could not be bound in this use.
    var bindFailure = SQLITE_OK

    init(_ pointer: OpaquePointer, at place: UnsafePointer<UInt8>?, of database: Database) {
        self.pointer = pointer
        self.place = place
        self.database = database
    }

    deinit { sqlite3_finalize(pointer) }
}
