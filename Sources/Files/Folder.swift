#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What happens to names rather than to what the files hold.
package enum Folder {
    /// The folder in which `path` lies.
    package static func of(_ path: String) -> String {
        // By code point: a file's name may begin with a mark, which Swift counts to the slash.
        guard let slash = path.unicodeScalars.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path.unicodeScalars[..<slash])
    }

    /// Brings the names in the folder of `path` to the disk.
    package static func sync(of path: String) throws(FileProblem) {
        let descriptor = open(of(path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileProblem("open", of(path)) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw FileProblem("write", of(path)) }
    }

    /// Puts a new file with these bytes in the place of `path`: there is always one that is whole. Whatever lies there,
    /// or was left under the name it is written with, is unlinked and never written to.
    package static func replace(_ path: String, with bytes: [UInt8]) throws(FileProblem) {
        let fresh = path + ".new"
        guard unlink(fresh) == 0 || errno == ENOENT else { throw FileProblem("write", fresh) }
        let file = try OpenFile.creating(fresh)
        do throws(FileProblem) {
            try file.append(bytes)
            try file.sync()
            guard rename(fresh, path) == 0 else { throw FileProblem("write", path) }
        } catch {
            unlink(fresh)
            throw error
        }
        try sync(of: path)
    }
}
