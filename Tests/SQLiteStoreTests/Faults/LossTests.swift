import Foundation
import Messages
import TestKit
import Testing
import Values

@testable import SQLiteStore
@testable import StorePort

/// What is missing of a database, its log and its mark, in every way: reported, and never replaced by a new one without a word.
@Suite struct LossTests {
    private static let frame = 4096 + 24

    @Test(
        "A log that is cut anywhere is refused; with the mark of a power cut's moment it is, once that much is missing",
        arguments: [true, false])
    func cut(isEarly: Bool) throws {
        let killed = try Killed.after(isEarly: isEarly)
        try #require(killed.framesBefore > 0 && killed.framesBefore < killed.frames)
        var sizes = [0, 1, 31, 32]
        for number in 0..<killed.frames {
            for rest in [1, 8, 24, 25, 2000, Self.frame] { sizes.append(32 + number * Self.frame + rest) }
        }
        for size in sizes {
            let whole = max(0, size - 32) / Self.frame
            try killed.again()
            try killed.cut("-wal", to: size)
            #expect(try killed.starts() == (whole >= killed.frames), "cut to \(size) bytes")
            try killed.again()
            try killed.markBefore.write(to: URL(fileURLWithPath: killed.target + ".mark"))
            try killed.cut("-wal", to: size)
            #expect(try killed.starts() == (whole >= killed.framesBefore), "cut to \(size) bytes, older mark")
        }
    }

    @Test(
        "A bit that is flipped in any frame is found, and told if the mark does not know of what is lost",
        arguments: 0..<3 as Range<UInt64>)
    func flipped(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let killed = try Killed.after(isEarly: seed != 1)
        for number in -1..<killed.frames {
            // The frame's number of a page, its size, salts and checksum, and the page.
            for span in [0..<4, 4..<8, 8..<16, 16..<24, 24..<Self.frame] {
                let inHeader = number < 0 ? Int.random(in: 0..<32, using: &random) : 0
                let place = number < 0 ? inHeader : 32 + number * Self.frame + Int.random(in: span, using: &random)
                // What says that checkpoints were made means nothing without the checksum that covers it.
                try killed.again()
                try killed.flip("-wal", at: place, by: 1 << UInt8.random(in: 0..<8, using: &random))
                #expect(try !killed.starts(), "seed \(seed): flipped at \(place)")
                guard number >= killed.framesBefore else { continue }
                try killed.markBefore.write(to: URL(fileURLWithPath: killed.target + ".mark"))
                let store = try Store(at: killed.target, tuning: Killed.tuning)
                #expect(
                    store.warnings.contains { $0.contains("damaged from its frame") },
                    "seed \(seed): flipped at \(place)")
                #expect(try store.begin() == false)
                try store.close()
            }
        }
    }

    @Test("What a kill leaves behind the last commit, and what is left of the log before, is no damage")
    func leftovers() throws {
        let killed = try Killed()
        let store = try Store(at: killed.folder.database, tuning: Killed.tuning)
        try store.begin()
        for number in 0..<20 { try Killed.work(store, number) }
        let long = store.framesInLog
        try store.writeBack()
        try Killed.work(store, 20)
        try #require(store.framesInLog < long)
        try copyFiles(of: killed.folder.database, to: killed.path)
        try store.close()
        #expect(try fileSize(killed.path + "-wal") > 32 + long * Self.frame - 1)
        try killed.again()
        let again = try Store(at: killed.target, tuning: Killed.tuning)
        #expect(again.warnings.isEmpty)
        #expect(try again.begin() == false)
        try again.close()
    }

    @Test("From its first moment on the file itself says whose it is, so that a log that is lost is noticed")
    func first() throws {
        let killed = try Killed()
        let store = try Store(at: killed.folder.database, tuning: Killed.tuning)
        #expect(store.isNew)
        try store.begin()
        try copyFiles(of: killed.folder.database, to: killed.path)
        // Nothing was committed since: the log may go.
        try killed.again()
        try FileManager.default.removeItem(atPath: killed.target + "-wal")
        #expect(try killed.starts())
        try Killed.work(store, 1)
        try copyFiles(of: killed.folder.database, to: killed.path)
        try store.close()
        try killed.again()
        try FileManager.default.removeItem(atPath: killed.target + "-wal")
        #expect(try !killed.starts())
        #expect(try killed.starts(accepting: true))
        #expect(try !Store(at: killed.target).isNew)
    }

    @Test("Killed in its first moments after a kill that came when the log was written back, it goes on")
    func killedTwice() throws {
        let killed = try Killed()
        let store = try Store(at: killed.folder.database, tuning: Killed.tuning)
        try store.begin()
        for number in 0..<5 { try Killed.work(store, number) }
        try store.writeBack()
        try copyFiles(of: killed.folder.database, to: killed.path)
        try store.close()
        let second = try Store(at: killed.path, tuning: Killed.tuning)
        let mark = try second.transaction { tables throws in
            var mark = try #require(try tables.mark())
            mark.number += 1
            try tables.set(mark)
            return mark
        }
        try second.begun(with: mark)
        try killed.again()
        try second.close()
        #expect(try killed.starts())
    }

    @Test("What a person looks at with SQLite's shell after a kill, which writes the log back, is gone on with")
    func shell() throws {
        let killed = try Killed.after()
        try killed.again()
        _ = try sqlite3(killed.target, "SELECT count(*) FROM instance; PRAGMA wal_checkpoint(TRUNCATE)")
        #expect(try killed.starts())
    }

    @Test("A database that is gone is not replaced by a new one, also if an older copy is accepted")
    func nothingToAccept() throws {
        let killed = try Killed.after()
        try killed.again()
        try FileManager.default.removeItem(atPath: killed.target)
        #expect(try !killed.starts(accepting: true))
        #expect(!FileManager.default.fileExists(atPath: killed.target))
    }
}
