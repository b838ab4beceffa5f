import Files

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A file that is read whole.
struct SmallFile {
    let bytes: [UInt8]

    /// Why a file was not read.
    struct Failure: Error {
        let reason: String
    }

    /// What a person names on the command line may be anything, a pipe too.
    init(reading path: String, limit: Int) throws(Failure) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure(reason: Self.lastError()) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Failure(reason: Self.lastError()) }
        if status.st_mode & S_IFMT == S_IFDIR { throw Failure(reason: "it is a folder") }
        bytes = try Self.contents(of: descriptor, limit: limit)
    }

    private static func contents(of descriptor: Int32, limit: Int) throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            if count < 0 { throw Failure(reason: lastError()) }
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk[..<count])
            if bytes.count > limit { throw Failure(reason: "it has more than \(limit) bytes") }
        }
    }

    static func lastError() -> String { SystemReason.words(errno) }
}
