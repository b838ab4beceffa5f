import StorePort

/// What a write-ahead log holds of the database.
struct LogContent: Hashable {
    enum End: Hashable {
        /// Nothing is left out.
        case whole
        /// So many good frames belong to a transaction that was never committed, as after a kill.
        case uncommitted(frames: Int)
        /// From this frame on it cannot be read: cut or changed, or torn by a power cut. What it held is left out.
        case damaged(frame: Int)
        /// It cannot be read at all.
        case damagedHeader
    }

    var salts: UInt64 = 0
    var pageSize = 0
    /// So many frames, from the first, hold what was committed: that is what SQLite goes on with.
    var committed = 0
    var end = End.whole
    /// Whether the file is still as it was when the log was begun: nothing has been written back into it.
    var isFileUntouched = true
    /// What one page became in them, each version by its checksum.
    var versions: Set<UInt64> = []

    /// What a person should know; nil for nothing.
    func warning(_ path: String) -> String? {
        switch end {
        case .whole, .uncommitted: nil
        case .damaged(let frame):
            """
            the log \(path) is damaged from its frame \(frame) on; the \(committed) frames before it are whole, and gone on \
            with. After a kill or a power cut that is the transaction that was being written; else what came after it is \
            lost
            """
        case .damagedHeader: "the log \(path) is damaged from its beginning; nothing of it can be gone on with"
        }
    }
}
