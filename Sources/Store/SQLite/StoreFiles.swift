#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What the file system must do for the store, outside of SQLite.
enum StoreFiles {
    /// Makes the folder for its owner only, and the file: SQLite gives its log the rights of the file.
    static func prepare(at path: String) throws(StoreFailure) {
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            let folder = String(path[..<slash])
            guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
                throw StoreFailure(.unavailable, "cannot make the folder \(folder): \(reason())")
            }
        }
        // Where it exists it is not opened: closing it would drop the locks of a connection in this very process.
        if access(path, F_OK) != 0 { try make(at: path) }
    }

    /// Whether there is no database, or nothing in its file. A file of ours has a page from its first moment on.
    static func isMissing(_ path: String) -> Bool { size(of: path) == 0 }

    /// Refuses to begin anew where a database is known to have been. With SQLite, a file that is empty makes its log go.
    static func refuseLoss(of path: String, beside mark: MarkFile) throws(StoreFailure) {
        let log = target(of: path) + "-wal"
        let proof: String
        switch try mark.read() {
        case .mark(let known) where known.number > 0:
            proof = "\(mark.path) says that it had come to mark \(known.number)"
        case .unreadable: proof = "\(mark.path), which says how far it had come, is there and cannot be read"
        case .mark, .none:
            guard size(of: log) > 0 else { return }
            proof = "its log \(log) is there"
        }
        throw StoreFailure(
            .restored,
            """
            the database \(path) is \(access(path, F_OK) == 0 ? "empty" : "missing"), and \(proof). Nothing was changed. \
            To go on with a backup put it in its place and start once with: bpmn-bridge run --accept-restored. Only to \
            begin anew, without its instances and without the ids of the messages that were applied, move \(mark.path) \
            away\(size(of: log) > 0 ? " and \(log), too" : "")
            """)
    }

    /// Where a link leads.
    static func target(of path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// Makes an empty file that only its owner can read.
    static func make(at path: String) throws(StoreFailure) {
        let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreFailure(.unavailable, "cannot make \(path): \(reason())") }
        close(descriptor)
    }

    /// Brings a file that is not open in SQLite to the disk.
    static func flush(_ path: String) throws(StoreFailure) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StoreFailure(.unavailable, "cannot open \(path): \(reason())") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw StoreFailure(.unavailable, "cannot write \(path) to the disk: \(reason())")
        }
    }

    static func remove(_ path: String) { unlink(path) }

    /// In bytes; 0 where there is no such file.
    static func size(of path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    private static func reason() -> String { String(cString: strerror(errno)) }
}
