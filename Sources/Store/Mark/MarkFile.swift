#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The file beside the database that says how far it has come.
struct MarkFile {
    let path: String

    enum Content: Hashable {
        case none
        case mark(StoreMark)
        case unreadable
    }

    func read() throws(StoreFailure) -> Content {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return .none }
            throw failure("read")
        }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = readBytes(descriptor, &bytes, bytes.count)
        guard count >= 0 else { throw failure("read") }
        return StoreMark(text: String(decoding: bytes.prefix(count), as: UTF8.self)).map { .mark($0) } ?? .unreadable
    }

    /// Puts a new file in the old one's place: there is always one that is whole.
    func write(_ mark: StoreMark) throws(StoreFailure) {
        let fresh = path + ".new"
        let descriptor = open(fresh, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("write") }
        let bytes = Array(mark.text.utf8)
        let isWritten = writeBytes(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
        let reason = errno
        close(descriptor)
        guard isWritten else {
            errno = reason
            throw failure("write")
        }
        guard rename(fresh, path) == 0 else { throw failure("write") }
        try syncFolder()
    }

    /// The new name is on the disk, too.
    private func syncFolder() throws(StoreFailure) {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("write") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("write") }
    }

    private func failure(_ verb: String) -> StoreFailure {
        StoreFailure(
            errno == ENOSPC ? .full : .unavailable, "cannot \(verb) \(path): \(String(cString: strerror(errno)))")
    }
}

/// `read` and `write` of the system, where methods have the same names.
private func readBytes(_ descriptor: Int32, _ bytes: inout [UInt8], _ count: Int) -> Int {
    read(descriptor, &bytes, count)
}

private func writeBytes(_ descriptor: Int32, _ bytes: [UInt8], _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
