#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A file that was opened without trusting its path: no link is followed unless that is wanted, nothing that could hang
/// is waited for, and what was opened is looked at before a byte of it is used. Closed when it is let go.
package final class OpenFile: Sendable {
    package let path: String
    package let descriptor: Int32

    private init(_ path: String, _ descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// To read what exists.
    package static func reading(_ path: String, _ trust: FileTrust = .own) throws(FileProblem) -> OpenFile {
        try open(path, O_RDONLY, trust, "read")
    }

    /// To read and write in place what exists, and only what has no second name.
    package static func updating(_ path: String) throws(FileProblem) -> OpenFile {
        try open(path, O_RDWR, .own, "write").onlyName()
    }

    /// To write behind what is there; an empty file of its owner only is made where there is none.
    package static func appending(_ path: String) throws(FileProblem) -> OpenFile {
        try open(path, O_RDWR | O_APPEND | O_CREAT, .own, "write").onlyName()
    }

    /// A new, empty file of its owner only. What exists under that name, a link too, is an error (`EEXIST`).
    package static func creating(_ path: String) throws(FileProblem) -> OpenFile {
        try open(path, O_RDWR | O_CREAT | O_EXCL, .own, "make")
    }

    private static func open(
        _ path: String, _ flags: Int32, _ trust: FileTrust, _ verb: String
    ) throws(FileProblem) -> OpenFile {
        // Without O_NONBLOCK a pipe without its other end would be waited for; on a regular file it means nothing.
        let guards = O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (trust.followsLinks ? 0 : O_NOFOLLOW)
        let descriptor = openDescriptor(path, flags | guards, 0o600)
        guard descriptor >= 0 else { throw FileProblem(verb, path) }
        let file = OpenFile(path, descriptor)
        if let problem = trust.problem(with: try file.status()) {
            throw FileProblem(verb, path, reason: problem)
        }
        return file
    }

    /// With a second name it may be a file of quite another purpose that somebody has linked here.
    private func onlyName() throws(FileProblem) -> OpenFile {
        if try status().st_nlink > 1 {
            throw FileProblem("write", path, reason: "the file has a second name: remove the one here")
        }
        return self
    }
}

extension OpenFile {
    func status() throws(FileProblem) -> stat {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileProblem("read", path) }
        return status
    }

    /// In bytes.
    package func size() throws(FileProblem) -> Int { Int(try status().st_size) }

    /// Whether its path still leads to it.
    package var isInPlace: Bool {
        var named = stat()
        guard lstat(path, &named) == 0, let own = try? status() else { return false }
        return named.st_ino == own.st_ino && named.st_dev == own.st_dev
    }

    /// Whether every user of the machine may read it.
    package var isWorldReadable: Bool { (try? status()).map { $0.st_mode & S_IROTH != 0 } ?? false }

    /// All of it.
    package func bytes(atMost limit: Int) throws(FileProblem) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = chunk.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, bytes.count) }
            if count < 0 && errno == EINTR { continue }
            if count < 0 { throw FileProblem("read", path) }
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk[..<count])
            if bytes.count > limit { throw FileProblem("read", path, reason: "it has more than \(limit) bytes") }
        }
    }

    /// So many bytes at that place, fewer at the end.
    package func bytes(at offset: Int, count: Int) throws(FileProblem) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let got = bytes.withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress?.advanced(by: done), count - done, offset + done)
            }
            if got < 0 && errno == EINTR { continue }
            if got < 0 { throw FileProblem("read", path) }
            if got == 0 { break }
            done += got
        }
        bytes.removeLast(count - done)
        return bytes
    }

    /// Writes all of it at that place.
    package func write(_ bytes: [UInt8], at offset: Int) throws(FileProblem) {
        try put(bytes) { pwrite(descriptor, $0.baseAddress, $0.count, offset + $1) }
    }

    /// Writes all of it behind what is there.
    package func append(_ bytes: [UInt8]) throws(FileProblem) {
        try put(bytes) { rest, _ in writeDescriptor(descriptor, rest) }
    }

    private func put(_ bytes: [UInt8], _ call: (UnsafeRawBufferPointer, Int) -> Int) throws(FileProblem) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { call(UnsafeRawBufferPointer(rebasing: $0[done...]), done) }
            if count < 0 && errno == EINTR { continue }
            if count < 0 { throw FileProblem("write", path) }
            done += count
        }
    }

    package func truncate(to size: Int) throws(FileProblem) {
        guard ftruncate(descriptor, size) == 0 else { throw FileProblem("write", path) }
    }

    /// What was written is on the disk when this returns.
    package func sync() throws(FileProblem) {
        guard fdatasync(descriptor) == 0 else { throw FileProblem("write", path) }
    }
}

/// `open` and `write` of the system, where methods have the same names.
private func openDescriptor(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 { open(path, flags, mode) }

private func writeDescriptor(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}
