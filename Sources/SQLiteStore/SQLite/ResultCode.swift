import CSQLite
import StorePort

/// SQLite's extended result code, and what it means for whoever asked.
struct ResultCode: Hashable {
    var number: Int32

    /// SQLITE_IOERR_WRITE, a macro that Swift does not import.
    static let failedWrite: Int32 = SQLITE_IOERR | 3 << 8

    /// The code without its extension.
    var primary: Int32 { number & 0xFF }

    /// What a failure with this code means in a database that is open and ours.
    var kind: StoreFailure.Kind {
        switch primary {
        case SQLITE_FULL: .full
        case SQLITE_BUSY, SQLITE_LOCKED: .locked
        case SQLITE_IOERR, SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_NOMEM, SQLITE_CANTOPEN, SQLITE_READONLY,
            SQLITE_PROTOCOL, SQLITE_INTERNAL, SQLITE_PERM, SQLITE_NOLFS:
            .fatal
        default: .misuse
        }
    }

    /// What the same failure means while the database is being opened.
    var kindAtOpen: StoreFailure.Kind {
        switch primary {
        case SQLITE_CORRUPT, SQLITE_NOTADB: .corrupt
        case SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH: .unavailable
        default: kind
        }
    }
}
