import Files
package import Operations

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Where the control socket of a database is.
package struct SocketPath: Sendable, Hashable, CustomStringConvertible {
    package let text: String

    /// - Throws: where the system cannot take a path of that length.
    package init(database path: String) throws(ControlProblem) {
        text = path + ".sock"
        guard text.utf8.count <= Self.longest, !text.utf8.contains(0) else {
            throw ControlProblem(
                "the control socket \(text) has a path of \(text.utf8.count) bytes, and Unix takes \(Self.longest): "
                    + "name a shorter store.path")
        }
    }

    package var description: String { text }

    /// One byte ends the path.
    static let longest = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1

    /// Lends the address to a system call.
    func withAddress<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: text.utf8.prefix(Self.longest)) }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}

/// What the last system call that failed says.
func systemReason() -> String { SystemReason.words(errno) }
