/// What tells two versions of a process apart, wherever its files are.
enum ModelHash {
    static func text(dialect: Dialect, process: String, digests: [[UInt8]]) -> String {
        var hash = SHA256()
        hash.update("bpmn-bridge model 1".utf8)
        for part in [dialect.rawValue, process] {
            hash.update("\(part.utf8.count):".utf8)
            hash.update(part.utf8)
        }
        for digest in digests.sorted(by: { $0.lexicographicallyPrecedes($1) }) { hash.update(digest) }
        return Hexadecimal.text(of: hash.finish())
    }
}
