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
