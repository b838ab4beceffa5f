#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The files that a path with `*`, `?` and `[…]` stands for.
enum FilePattern {
    static func isPattern(_ path: String) -> Bool { path.unicodeScalars.contains { "*?[".unicodeScalars.contains($0) } }

    /// The files and folders that match, sorted. The folder is taken as it is, whatever its name.
    static func matches(_ pattern: String, in folder: String) -> [String] {
        var found = glob_t()
        defer { globfree(&found) }
        guard glob(whole(pattern, in: folder), 0, nil, &found) == 0, let paths = found.gl_pathv else { return [] }
        return (0..<Int(found.gl_pathc)).compactMap { paths[$0].map { String(cString: $0) } }
    }

    /// Why a folder could not be looked into, if that is why nothing matched.
    static func obstacle(to pattern: String, in folder: String) -> String? {
        var found = glob_t()
        defer { globfree(&found) }
        guard glob(whole(pattern, in: folder), GLOB_ERR, nil, &found) == GLOB_ABORTED, errno != ENOENT else {
            return nil
        }
        return SmallFile.lastError()
    }

    private static func whole(_ pattern: String, in folder: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in folder.unicodeScalars {
            if "*?[\\".unicodeScalars.contains(scalar) { escaped.append("\\") }
            escaped.append(scalar)
        }
        return FilePath.resolve(pattern, in: String(escaped))
    }

    /// Why a file cannot be read; `nil` if it can.
    static func problem(with path: String) -> String? {
        var status = stat()
        guard stat(path, &status) == 0, access(path, R_OK) == 0 else { return SmallFile.lastError() }
        return status.st_mode & S_IFMT == S_IFDIR ? "it is a folder; write \(path)/*.bpmn" : nil
    }

    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
