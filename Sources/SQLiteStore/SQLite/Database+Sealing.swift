import CSQLite
import StorePort

/// A backup says in its file that it is one, until a bridge goes on with it.
extension Database {
    /// Where SQLite keeps the application's id in a database file, big-endian.
    private static let placeOfApplicationID: Int64 = 68

    /// A backup has no log. SQLite would take one that lies beside it, of the database that was there before, for its own
    /// and mix the two.
    func refuseForeignLog() throws(StoreFailure) {
        let log = file + "-wal"
        guard StoreFiles.size(of: log) > 0, isSealed else { return }
        throw StoreFailure(
            .restored,
            """
            \(path) is a backup, and beside it lies a log: \(log). It is that of the database that was in its place, or of \
            a first start with the backup that was broken off. Nothing was changed. To go on with the backup remove that \
            log; to go on with the database put both its files back
            """)
    }

    /// What the file says, whatever its log says. One that is too short says nothing, and is not ours to judge here.
    private var isSealed: Bool {
        var bytes = [UInt8](repeating: 0, count: 4)
        guard bridge_read_file(pointer, &bytes, 4, Self.placeOfApplicationID) == SQLITE_OK else { return false }
        return bytes.reduce(Int64(0)) { $0 << 8 | Int64($1) } == Schema.copyID
    }

    /// To be called with a copy before it is closed for good.
    func seal() throws(StoreFailure) { try execute("PRAGMA application_id = \(Schema.copyID)") }

    /// From here on its log is its own. Killed in the middle, the log has nothing that the next start does not do again.
    func unseal() throws(StoreFailure) {
        guard try number("PRAGMA application_id") == Schema.copyID else { return }
        try execute("PRAGMA application_id = \(Schema.applicationID)")
    }

    /// Else a log full of work would be taken for another database's, after a kill.
    func refuseSealed() throws(StoreFailure) {
        if isSealed { throw StoreFailure(.unavailable, "\(path) cannot be written back from its log; start again") }
    }
}
