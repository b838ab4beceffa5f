#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Sees that the files of an open database were moved, removed, replaced or cut: what is written then is in no file that
/// the next start would find.
struct FileWatch {
    private var database: Known
    private var log: Known

    init(path: String) {
        database = Known(path, neverShrinks: true)
        log = Known(path + "-wal", neverShrinks: false)
    }

    /// What happened to them; nil for nothing.
    mutating func problem() -> String? { database.problem() ?? log.problem() }

    private struct Known {
        let path: String
        private let bytes: [CChar]
        private var inode: UInt64?
        private let neverShrinks: Bool
        private var size = 0

        init(_ path: String, neverShrinks: Bool) {
            self.path = path
            self.neverShrinks = neverShrinks
            bytes = path.utf8.map { CChar(bitPattern: $0) } + [0]
        }

        mutating func problem() -> String? {
            var status = stat()
            guard stat(bytes, &status) == 0 else {
                // Who may not look sees nothing wrong.
                return errno == ENOENT ? "\(path) was moved or removed" : nil
            }
            let found = UInt64(status.st_ino)
            if inode == nil { inode = found }
            if inode != found { return "\(path) was replaced by another file" }
            if neverShrinks {
                if Int(status.st_size) < size { return "\(path) was cut" }
                size = Int(status.st_size)
            }
            return nil
        }
    }
}
