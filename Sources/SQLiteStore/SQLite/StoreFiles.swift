import Files
import StorePort

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What the file system must do for the store, outside of SQLite.
enum StoreFiles {
    /// Makes the folder for its owner only, and the file: SQLite gives its log the rights of the file.
    static func prepare(at path: String) throws(StoreFailure) {
        let folder = Folder.of(path)
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
            throw StoreFailure(.unavailable, "cannot make the folder \(folder): \(reason())")
        }
        // A file that would grow beyond the process's limit is then a full disk, and no end of the process.
        signal(SIGXFSZ, SIG_IGN)
        // Where it exists it is not opened: closing it would drop the locks of a connection in this very process.
        if access(path, F_OK) != 0 { try make(at: path) }
        try refuseStrangers(at: path)
    }

    /// Looks at what SQLite will open by its path. The database may be a link that a person made, what lies beside it
    /// may not.
    static func refuseStrangers(at path: String) throws(StoreFailure) {
        let file = target(of: path)
        if let problem = FileTrust.linked.problem(at: path) { throw refusal(path, problem) }
        for end in ["-wal", "-journal", "-shm"] {
            if let problem = FileTrust.own.problem(at: file + end) { throw refusal(file + end, problem) }
        }
    }

    private static func refusal(_ path: String, _ problem: String) -> StoreFailure {
        StoreFailure(.unavailable, "\(path) is not used as it is: \(problem)")
    }

    /// What tells a file from another that is put in its place; nil where there is none.
    static func identity(of path: String) -> [UInt64]? {
        var status = stat()
        return stat(path, &status) == 0 ? [UInt64(status.st_dev), UInt64(status.st_ino)] : nil
    }

    /// Whether there is no database, or nothing in its file. A file of ours has a page from its first moment on.
    static func isMissing(_ path: String) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else { return true }
        return status.st_mode & S_IFMT == S_IFREG && status.st_size == 0
    }

    /// Refuses to begin with an empty database where one is known to have been. With SQLite, a file that is empty makes its
    /// log go.
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
            begin with an empty one, without its instances and without the ids of the messages that were applied, move \
            \(mark.path) away\(size(of: log) > 0 ? " and \(log), too" : "")
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
        do throws(FileProblem) {
            _ = try OpenFile.creating(path)
        } catch {
            let isDangling = target(of: path) == path && FileTrust.own.problem(at: path) != nil
            throw StoreFailure(
                .unavailable, isDangling ? "cannot make \(path): it is a link that leads nowhere" : "\(error)")
        }
    }

    /// Brings a file that is not open in SQLite to the disk.
    static func flush(_ path: String) throws(StoreFailure) {
        do throws(FileProblem) {
            try OpenFile.reading(path).sync()
        } catch {
            throw StoreFailure(.unavailable, "\(error)")
        }
    }

    static func remove(_ path: String) { unlink(path) }

    /// In bytes; 0 where there is no such file.
    static func size(of path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    private static func reason() -> String { SystemReason.words(errno) }
}
