#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Which files are believed. Always only regular ones: a pipe would hang whoever reads it, a device has no end.
package struct FileTrust: Sendable {
    /// The last part of the path may be a symbolic link.
    package var followsLinks: Bool
    /// It may belong to anybody.
    package var isAnyOwner: Bool

    /// A file that the bridge itself writes: no link, of the bridge's user or of root, and no stranger may write to it.
    package static let own = FileTrust(followsLinks: false, isAnyOwner: false)
    /// The same where people make links on purpose: the database itself.
    package static let linked = FileTrust(followsLinks: true, isAnyOwner: false)
    /// A file that a person gives: certificates and secrets often are links, and of the user who renews them.
    package static let given = FileTrust(followsLinks: true, isAnyOwner: true)

    /// Why a file is not believed; nil if it is.
    func problem(with status: stat) -> String? {
        if status.st_mode & S_IFMT == S_IFDIR { return "it is a folder" }
        guard status.st_mode & S_IFMT == S_IFREG else { return "it is no regular file" }
        if !isAnyOwner, status.st_uid != geteuid(), status.st_uid != 0 {
            return "it belongs to user \(status.st_uid), and this process runs as user \(geteuid()): "
                + "run as that user, or chown it"
        }
        if status.st_mode & S_IWOTH != 0 { return "everybody on this machine may write to it: chmod o-w it" }
        // A group of ours is how a volume is shared on purpose.
        if status.st_mode & S_IWGRP != 0, !isAnyOwner, !Self.groups.contains(status.st_gid) {
            return "group \(status.st_gid), which this process is not in, may write to it: chmod g-w it"
        }
        return nil
    }

    /// The same, for what is opened by its path elsewhere.
    /// - Returns: nil also where there is no such file.
    package func problem(at path: String) -> String? {
        var status = stat()
        let found = followsLinks ? stat(path, &status) : lstat(path, &status)
        guard found == 0 else { return errno == ENOENT ? nil : SystemReason.words(errno) }
        if status.st_mode & S_IFMT == S_IFLNK { return SystemReason.words(ELOOP) }
        return problem(with: status)
    }

    /// What a person should know of a folder in which files of the bridge lie; nil for nothing.
    package static func warning(aboutFolder path: String) -> String? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        let isShared = status.st_mode & S_ISVTX == 0
        if status.st_uid != geteuid(), status.st_uid != 0 {
            return "the folder \(path) belongs to user \(status.st_uid), who may replace the files in it"
        }
        guard isShared, status.st_mode & S_IWOTH != 0 else { return nil }
        return "everybody on this machine may replace files in the folder \(path): chmod o-w it"
    }

    private static let groups: Set<gid_t> = {
        var groups = [gid_t](repeating: 0, count: 1024)
        let count = getgroups(Int32(groups.count), &groups)
        return Set(groups.prefix(max(0, Int(count)))).union([getegid()])
    }()
}
