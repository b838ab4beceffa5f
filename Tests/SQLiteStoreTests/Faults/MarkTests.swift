import Foundation
import Messages
import TestKit
import Testing
import Values

@testable import SQLiteStore
@testable import StorePort

@Suite struct MarkTests {
    private func copy(_ from: String, to target: String) throws {
        for end in ["", "-wal"] {
            try? FileManager.default.removeItem(atPath: target + end)
            if FileManager.default.fileExists(atPath: from + end) {
                try FileManager.default.copyItem(atPath: from + end, toPath: target + end)
            }
        }
    }

    /// A start of the bridge, with one instance begun.
    private func live(_ path: String, _ number: Int, accepting: Bool = false) throws -> Bool {
        let store = try Store(at: path, tuning: .small)
        defer { try? store.close() }
        let isRestored = try store.begin(acceptingRestored: accepting)
        try store.start(number)
        return isRestored
    }

    @Test("Start after start, with and without a crash before the file is written, it is the newest")
    func ordinary() throws {
        let folder = try TemporaryFolder()
        let path = folder.database
        for number in 0..<4 { #expect(try live(path, number) == false) }
        // The database has said so, and the process has died before the file was written.
        let file = try Data(contentsOf: URL(fileURLWithPath: path + ".mark"))
        #expect(try live(path, 4) == false)
        try file.write(to: URL(fileURLWithPath: path + ".mark"))
        #expect(try live(path, 5) == false)
    }

    @Test("Killed anywhere in its first start, it starts again", arguments: [false, true])
    func first(isOlder: Bool) throws {
        let folder = try TemporaryFolder()
        let path = folder.database
        let store = try Store(at: path, tuning: .small)
        // A database of a version that had no mark yet.
        if isOlder { try store.start(0) }
        try store.close()
        // The file is there, and the process has died before the database said so.
        let name = String(repeating: "a", count: 32)
        try "\(name) 0\n".write(toFile: path + ".mark", atomically: true, encoding: .utf8)
        #expect(try live(path, 1) == false)
        // The database has said so, and the process has died before the file did.
        guard case .mark(let mark) = try MarkFile(path: path + ".mark").read() else {
            Issue.record("there is no mark")
            return
        }
        #expect(mark.number > 0)
        try "\(mark.database) 0\n".write(toFile: path + ".mark", atomically: true, encoding: .utf8)
        #expect(try live(path, 2) == false)
    }

    @Test("A copy that is put back after the next start is refused, and says what to do; accepted, it goes on")
    func restored() throws {
        let folder = try TemporaryFolder()
        let path = folder.database
        _ = try live(path, 1)
        try copy(path, to: folder.path + "/copy")
        _ = try live(path, 2)
        try copy(folder.path + "/copy", to: path)
        for _ in 0..<2 {
            let failure = #expect(throws: StoreFailure.self) { _ = try live(path, 3) }
            #expect(failure?.kind == .restored)
            #expect(failure?.message.contains("--accept-restored") == true)
        }
        #expect(try live(path, 3, accepting: true))
        #expect(try live(path, 4) == false)
        // The copy again: it is older than what was accepted, too.
        try copy(folder.path + "/copy", to: path)
        #expect(throws: StoreFailure.self) { _ = try live(path, 5) }
    }

    @Test("Going on with a copy, every live instance counts on beyond what it can have published")
    func sequences() throws {
        let folder = try TemporaryFolder()
        let path = folder.database
        let store = try Store(at: path, tuning: .small)
        try store.begin()
        try store.start(1)
        try store.write(Sample.advance(try store.reader.known(id(1)), [wait()], state: [1], sequence: 41))
        try store.start(2, ended: noon)
        try store.close()
        try FileManager.default.removeItem(atPath: path + ".mark")
        let again = try Store(at: path, tuning: .small)
        #expect(try again.begin(acceptingRestored: true))
        #expect(try again.reader.known(id(1)).sequence == 1_000_000)
        #expect(try again.reader.known(id(2)).sequence == 0)
        try again.close()
        // A person knows better than the marks.
        let snapshot = try Store(at: path, tuning: .small)
        #expect(try snapshot.begin() == false)
        #expect(try snapshot.begin(acceptingRestored: true))
        #expect(try snapshot.reader.known(id(1)).sequence == 2_000_000)
        try snapshot.close()
    }

    @Test("A file that is missing, damaged or of another database is a reason to ask")
    func doubts() throws {
        let folder = try TemporaryFolder()
        let path = folder.database
        _ = try live(path, 1)
        for content in [nil, "", "nonsense", "0 1\n", "abc 0\n", "abc 99999999999999999999\n"] {
            try? FileManager.default.removeItem(atPath: path + ".mark")
            if let content { try content.write(toFile: path + ".mark", atomically: true, encoding: .utf8) }
            let failure = #expect(throws: StoreFailure.self) { _ = try live(path, 2) }
            #expect(failure?.kind == .restored)
        }
        // A new one is begun only if the file goes, too.
        for end in ["", "-wal"] { try? FileManager.default.removeItem(atPath: path + end) }
        let failure = #expect(throws: StoreFailure.self) { _ = try live(path, 1) }
        #expect(failure?.kind == .restored)
        #expect(!FileManager.default.fileExists(atPath: path))
        try FileManager.default.removeItem(atPath: path + ".mark")
        #expect(try live(path, 1) == false)
    }

    @Test(
        "A backup beside the log of the database that was there before is refused and not touched; without the log it goes on"
    )
    func foreignLog() throws {
        let folder = try TemporaryFolder()
        let path = folder.database
        let target = folder.path + "/copy"
        let old = folder.path + "/old/bridge.sqlite"
        let store = try Store(at: path, tuning: .small)
        try store.begin()
        try store.start(1)
        try store.copy(to: target)
        try Store.confirm(copy: target)
        try store.start(2)
        // Killed: the log stays.
        try copyFiles(of: path, to: old)
        try store.close()
        try FileManager.default.removeItem(atPath: old)
        try FileManager.default.copyItem(atPath: target, toPath: old)
        let log = try fileSize(old + "-wal")
        for _ in 0..<2 {
            let failure = #expect(throws: StoreFailure.self) { _ = try live(old, 3, accepting: true) }
            #expect(failure?.kind == .restored)
            #expect(failure?.message.contains("bridge.sqlite-wal") == true)
            #expect(try fileSize(old + "-wal") == log)
            #expect(FileManager.default.contentsEqual(atPath: old, andPath: target))
        }
        try FileManager.default.removeItem(atPath: old + "-wal")
        #expect(try live(old, 3, accepting: true))
        // Its own log is its own from then on.
        let again = try Store(at: old, tuning: .small)
        try again.begin()
        try again.start(4)
        let killed = folder.path + "/killed/bridge.sqlite"
        try copyFiles(of: old, to: killed)
        try again.close()
        #expect(try fileSize(killed + "-wal") > 0)
        let after = try Store(at: killed, tuning: .small)
        #expect(try after.reader.instance(id(4)) != nil)
        try after.close()
    }

    @Test("A copy made at work is whole, has what was committed meanwhile, and is older from then on")
    func copying() throws {
        let folder = try TemporaryFolder()
        let path = folder.database
        let target = folder.path + "/copy"
        let store = try Store(at: path, tuning: .small)
        try store.begin()
        for number in 0..<500 { try store.start(number, [wait("paid", number)]) }
        let copy = try store.beginCopy(to: target)
        #expect(throws: StoreFailure.self) { _ = try store.beginCopy(to: target) }
        var steps = 0
        while try !copy.step(pages: 4) {
            try store.start(1000 + steps)
            steps += 1
        }
        #expect(steps > 3)
        copy.keep()
        try store.advanceMark()
        try store.close()
        try Store.confirm(copy: target)
        try audit(target)
        try withStore(at: target) { copied throws in
            try copied.expectRunning(500 + steps)
        }
        try self.copy(target, to: path)
        #expect(throws: StoreFailure.self) { _ = try live(path, 3) }
    }

    @Test("A copy that is broken off leaves no file, nor one that nobody keeps", arguments: [1, 10_000])
    func brokenOff(pages: Int) throws {
        let folder = try TemporaryFolder()
        try withStore(at: folder.database) { store in
            try store.begin()
            for number in 0..<500 { try store.start(number) }
            var copy: StoreCopy? = try store.beginCopy(to: folder.path + "/copy")
            #expect(try copy?.step(pages: pages) == (pages > 1))
            #expect(FileManager.default.fileExists(atPath: folder.path + "/copy"))
            copy = nil
            #expect(!FileManager.default.fileExists(atPath: folder.path + "/copy"))
        }
    }
}
