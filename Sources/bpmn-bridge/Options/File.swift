import Files
import Values

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Reading the files a command is given.
enum File {
    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    /// A path as a person wrote it, relative to `folder` unless it is absolute.
    static func path(_ path: String, in folder: String) -> String {
        path.hasPrefix("/") ? path : folder.isEmpty ? path : "\(folder)/\(path)"
    }

    static func folder(of path: String) -> String {
        path.parted(atLast: "/")?.before ?? "."
    }

    /// All of it; also of a pipe, until its other end is closed.
    static func bytes(_ path: String) throws(Problem) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path, errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = read(descriptor, &part, part.count)
            if count == 0 { return bytes }
            if count > 0 {
                bytes += part.prefix(count)
            } else if errno != EINTR {
                throw unreadable(path, errno)
            }
        }
    }

    private static func unreadable(_ path: String, _ number: Int32) -> Problem {
        Problem(description: "cannot read \(path): \(SystemReason.words(number))")
    }
}
