/// Paths as text; relative ones belong to the folder of the configuration file.
enum FilePath {
    /// What comes before the last slash; the current folder if there is none.
    static func folder(of path: String) -> String {
        guard let folder = path.parted(atLast: "/")?.before else { return "." }
        return folder.isEmpty ? "/" : folder
    }

    static func resolve(_ path: String, in folder: String) -> String {
        if path.hasPrefix("/") || folder == "." { return path }
        return folder.hasSuffix("/") ? folder + path : folder + "/" + path
    }
}
