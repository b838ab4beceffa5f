import Files

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Space on the disk that is held back, so that a full disk leaves room to write the log back into the database.
struct Ballast {
    let path: String
    let size: Int

    /// Takes the space; false where the disk has too little of it. Nothing depends on the answer.
    @discardableResult
    func take() -> Bool {
        guard let file = try? OpenFile.appending(path) else { return false }
        if posix_fallocate(file.descriptor, 0, size) == 0 { return true }
        // Half a ballast would only fill the disk further.
        unlink(path)
        return false
    }

    /// Gives the space back.
    func release() { unlink(path) }

    var isTaken: Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// The disk has so much to spare that the ballast can be taken again without filling it.
    var isAffordable: Bool {
        var status = statvfs()
        guard statvfs(path, &status) == 0 || statvfs(folder, &status) == 0 else { return false }
        let (free, overflow) = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
        return overflow || free >= UInt64(size) * 4
    }

    private var folder: String { Folder.of(path) }
}
