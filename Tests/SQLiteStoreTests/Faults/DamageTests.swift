import Foundation
import Messages
import TestKit
import Testing
import Values

@testable import SQLiteStore
@testable import StorePort

@Suite struct DamageTests {
    /// A store with a few hundred pages.
    private func fill(_ path: String) throws {
        try withStore(at: path) { store in
            for number in 0..<300 {
                try store.start(number, [wait("paid", number)], thenState: Array(repeating: 7, count: 3000))
            }
        }
    }

    private func overwrite(_ path: String, at offset: Int, count: Int) throws {
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        try file.seek(toOffset: UInt64(offset))
        try file.write(contentsOf: Data(repeating: 0xA5, count: count))
        try file.close()
    }

    @Test("A damaged file is refused, and says what to do", arguments: [0, 1, 5, 50, 150])
    func refused(page: Int) throws {
        let folder = try TemporaryFolder()
        try fill(folder.database)
        try overwrite(folder.database, at: page * 4096, count: 4096)
        let failure = #expect(throws: StoreFailure.self) { try Store(at: folder.database) }
        #expect(failure?.kind == .corrupt, "\(String(describing: failure))")
        #expect(failure?.message.contains("backup") == true)
    }

    enum Harm: CaseIterable { case removed, moved, replaced, cut, logRemoved, logReplaced }

    private func harm(_ harm: Harm, _ path: String) throws {
        let files = FileManager.default
        let log = path + "-wal"
        switch harm {
        case .removed: try files.removeItem(atPath: path)
        case .moved: try files.moveItem(atPath: path, toPath: path + ".moved")
        case .replaced: try Data(count: 1 << 20).write(to: URL(fileURLWithPath: path), options: .atomic)
        case .cut: #expect(truncate(path, 0) == 0)
        case .logRemoved: try files.removeItem(atPath: log)
        case .logReplaced: try Data(count: 1 << 20).write(to: URL(fileURLWithPath: log), options: .atomic)
        }
    }

    @Test("A database that is taken away while it works is lost at the next transaction", arguments: Harm.allCases)
    func takenAway(harm: Harm) throws {
        let folder = try TemporaryFolder()
        // The log is written back now and then, or never.
        for tuning in [StoreTuning.small, StoreTuning()] {
            let path = "\(folder.path)/\(tuning.framesInLog)/bridge.sqlite"
            let store = try Store(at: path, tuning: tuning)
            for number in 0..<30 {
                try store.start(number, [wait("paid", number)], thenState: Array(repeating: 7, count: 30_000))
            }
            try self.harm(harm, path)
            for number in 30..<32 {
                let failure = #expect(throws: StoreFailure.self) {
                    try store.start(number)
                }
                #expect(failure?.kind == .fatal, "\(String(describing: failure))")
            }
        }
    }

    @Test("A link to the database is no reason to miss anything; what it leads to may not go")
    func linked() throws {
        let folder = try TemporaryFolder()
        let link = folder.path + "/link.sqlite"
        try FileManager.default.createDirectory(atPath: folder.path + "/var", withIntermediateDirectories: true)
        try Data().write(to: URL(fileURLWithPath: folder.database))
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.database)
        let store = try Store(at: link, tuning: .small)
        for number in 0..<20 { try store.start(number) }
        try FileManager.default.removeItem(atPath: folder.database + "-wal")
        let failure = #expect(throws: StoreFailure.self) {
            try store.start(20)
        }
        #expect(failure?.kind == .fatal)
    }

    @Test("A file cut short is refused")
    func truncated() throws {
        let folder = try TemporaryFolder()
        try fill(folder.database)
        try #require(truncate(folder.database, 100 * 4096) == 0)
        let failure = #expect(throws: StoreFailure.self) { try Store(at: folder.database) }
        #expect(failure?.kind == .corrupt)
    }

    @Test("Damage under a running store is fatal, and nothing works any more")
    func running() throws {
        let folder = try TemporaryFolder()
        try fill(folder.database)
        let store = try Store(at: folder.database)
        try store.forgetPages()
        // A process of its own writes: closing the file here would drop the store's locks.
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/dd")
        process.arguments = ["if=/dev/zero", "of=" + folder.database, "bs=4096", "seek=1", "count=200", "conv=notrunc"]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        let failure = #expect(throws: StoreFailure.self) {
            for number in 0..<300 { _ = try store.read(.instance(id(number))) }
        }
        #expect(failure?.kind == .fatal)
        let again = #expect(throws: StoreFailure.self) { try store.write(.fact("a", "b")) }
        #expect(again?.kind == .fatal)
        #expect(throws: StoreFailure.self) { try store.close() }
    }

    @Test("A log that cannot be written back is fatal, though the commit itself was good")
    func log() throws {
        let folder = try TemporaryFolder()
        var tuning = StoreTuning.small
        tuning.framesInLog = .max
        let store = try Store(at: folder.database, tuning: tuning)
        try store.write(.fact("a", "b"))
        try #require(truncate(folder.database + "-wal", 0) == 0)
        let failure = #expect(throws: StoreFailure.self) { try store.close() }
        #expect(failure?.kind == .fatal)
        let again = #expect(throws: StoreFailure.self) { try store.read(.fact("a")) }
        #expect(again?.kind == .fatal)
    }
}
