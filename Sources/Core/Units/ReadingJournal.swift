import Files
import Messages
package import Models
import StorePort
import Values

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What a start is reading (the configuration, then each model), noted in a file beside the database before it is read:
/// the database is not open yet. What has ended the process too often is not read any more until something of it has
/// changed: it, what is read together with it, or the bridge.
///
/// One start at a time notes; another on the same database goes on without. So does one that cannot write.
package final class ReadingJournal {
    private struct Line {
        var count: Int
        /// Of the path, and of all that is read together.
        var digest: String
        /// For people.
        var path: String

        init(_ count: Int, _ digest: String, _ path: String) {
            self.count = count
            self.digest = digest
            self.path = path
        }
    }

    private static let longest = 64 << 10

    private let limit: Int
    private var file: OpenFile?
    /// As the lives before have left it.
    private var known: [Line] = []
    /// Of all that is read together.
    private var content = ContentDigest(seed: 1)
    private var configuration = ""
    private var current: String?
    private var written = 0
    /// What a person should know of the journal itself.
    package private(set) var problem: String?

    package init(limit: Int = CoreSettings().attempts) { self.limit = limit }

    /// Begins to note beside this database what is read: the configuration first.
    /// - Returns: why it must not be read, if so.
    package func begin(_ path: String, _ text: String, besideDatabase database: String) -> String? {
        current = nil
        if file == nil { open(database + ".reading") }
        configuration = text
        if let refusal = begin([path], { $0.add(text) }) { return refusal }
        reads(path)
        return nil
    }

    /// The models are read next.
    /// - Returns: why they must not be, if so.
    package func begin(_ models: [ModelSource]) -> String? {
        begin(models.map(\.file)) {
            $0.add(configuration)
            for model in models {
                $0.add(model.file)
                $0.add(model.bytes)
            }
        }
    }

    /// This file is looked at now; one after the other, and the same again as often as it takes.
    package func reads(_ path: String) {
        if let current, current == path { return }
        current = path
        var lines = known
        if let own = place(of: path) { lines[own].count += 1 } else { lines.append(Line(1, digest(of: path), path)) }
        write(lines)
        #if DEBUG
            Failpoints.ofTheEnvironment.die(in: "reading", path)
        #endif
    }

    /// Everything was read: nothing is counted any more.
    package func ended() {
        known = []
        leave()
    }

    /// Something was wrong with what was read, and said so: that is no death.
    package func failed() { leave() }

    private func leave() {
        current = nil
        guard let file else { return }
        if known.isEmpty { unlink(file.path) } else { write(known) }
        self.file = nil
    }

    private func begin(_ paths: [String], _ add: (inout ContentDigest) -> Void) -> String? {
        content = ContentDigest(seed: 1)
        content.add(Self.executable)
        add(&content)
        guard let file else { return nil }
        for path in paths {
            guard let own = place(of: path), known[own].count >= limit else { continue }
            return """
                the process has ended \(known[own].count) times while \(path) was read, so it is not read any more: fix \
                it, or take it out of the configuration, and start again. It is read once it, the configuration, another \
                model or the bridge has changed. If the process was killed from outside each time, remove \(file.path)
                """
        }
        return nil
    }

    private func place(of path: String) -> Int? {
        if known.isEmpty { return nil }
        let digest = digest(of: path)
        return known.firstIndex { $0.digest == digest }
    }

    private func digest(of path: String) -> String {
        var own = content
        own.add(path)
        return String(own.first, radix: 16) + "-" + String(own.second, radix: 16)
    }

    /// Another build may read what this one cannot.
    private static var executable: String {
        var status = stat()
        guard stat("/proc/self/exe", &status) == 0 else { return "" }
        return "\(status.st_size) \(status.st_ino) \(status.st_mtim.tv_sec) \(status.st_mtim.tv_nsec)"
    }
}

// MARK: - The file

extension ReadingJournal {
    private func open(_ path: String) {
        do throws(FileProblem) {
            // As the database's own.
            mkdir(Folder.of(path), 0o700)
            let file = try Self.opened(path)
            // Who reads at the same time, on the same database, notes nothing.
            guard flock(file.descriptor, LOCK_EX | LOCK_NB) == 0, file.isInPlace else { return }
            known = Self.lines(try file.bytes(atMost: Self.longest))
            written = Self.longest
            self.file = file
        } catch {
            problem = "going on without knowing what ends the process while it reads, should it end: \(error)"
        }
    }

    private static func opened(_ path: String) throws(FileProblem) -> OpenFile {
        do {
            return try .updating(path)
        } catch {
            guard error.isMissing else { throw error }
            return try .creating(path)
        }
    }

    /// It may be anybody's file: what is no line of ours counts for nothing.
    private static func lines(_ bytes: [UInt8]) -> [Line] {
        var lines: [Line] = []
        for line in bytes.split(separator: UInt8(ascii: "\n")).prefix(100) {
            let words = line.split(separator: UInt8(ascii: " "), maxSplits: 2).map {
                String(decoding: $0, as: UTF8.self)
            }
            guard words.count == 3, let count = Int(words[0]), (1...1_000_000).contains(count) else { continue }
            lines.append(Line(count, words[1], words[2]))
        }
        return lines
    }

    /// In the system's cache it outlives the process, and only a power cut loses it.
    private func write(_ lines: [Line]) {
        guard let file else { return }
        var bytes: [UInt8] = []
        for line in lines {
            let path = line.path.utf8.map { $0 == UInt8(ascii: "\n") ? UInt8(ascii: "?") : $0 }
            bytes += Array("\(line.count) \(line.digest) ".utf8) + path + [UInt8(ascii: "\n")]
        }
        do throws(FileProblem) {
            try file.write(bytes, at: 0)
            if bytes.count < written { try file.truncate(to: bytes.count) }
            written = bytes.count
        } catch {
            problem = "going on without knowing what ends the process while it reads, should it end: \(error)"
            self.file = nil
        }
    }
}
