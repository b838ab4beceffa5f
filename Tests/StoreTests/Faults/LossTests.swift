import Foundation
import Messages
import TestKit
import Testing
import Values

@testable import Store

/// What is missing of a database, its log and its mark, in every way: told, and never begun anew without a word.
@Suite struct LossTests {
    /// The log is not written back by itself.
    private static let tuning = StoreTuning(framesInLog: .max, ballast: 64 << 10, inboxWave: 8)

    /// A bridge that was killed: its files, and what it held.
    struct Killed {
        let folder: TemporaryFolder
        /// Where its files are.
        let path: String
        /// So many frames its log holds, with the newest transaction and without it.
        var frames = 0
        var framesBefore = 0
        /// The mark as it was before the newest transaction, as after a power cut.
        var markBefore = Data()
        let target: String

        init() throws {
            folder = try TemporaryFolder()
            path = folder.path + "/killed/bridge.sqlite"
            target = folder.path + "/tried/bridge.sqlite"
        }

        func file(_ end: String) -> URL { URL(fileURLWithPath: path + end) }

        /// The same files elsewhere, to be harmed.
        func again() throws {
            try? FileManager.default.removeItem(atPath: (target as NSString).deletingLastPathComponent)
            try copyFiles(of: path, to: target)
        }

        /// Whether the bridge starts; if not, whether it says what to do and leaves everything as it was.
        func starts(accepting: Bool = false) throws -> Bool {
            let before = try contents()
            do {
                let store = try Store(at: target, tuning: LossTests.tuning)
                try store.begin(acceptingRestored: accepting)
                try store.close()
                return true
            } catch let failure as StoreFailure {
                #expect(failure.kind == .restored, "\(failure)")
                #expect(failure.message.contains("--accept-restored"), "\(failure)")
                #expect(try contents() == before, "what is refused is left as it was")
                return false
            }
        }

        func contents() throws -> TextMap<Data> {
            var contents: TextMap<Data> = [:]
            for end in ["", "-wal", ".mark"] {
                contents[end] = try? Data(contentsOf: URL(fileURLWithPath: target + end))
            }
            // An empty log says as much as none.
            if contents["-wal"]?.isEmpty == true { contents["-wal"] = nil }
            return contents
        }

        func cut(_ end: String, to size: Int) throws { try #require(truncate(target + end, size) == 0) }

        func flip(_ end: String, at place: Int, by bit: UInt8 = 1) throws {
            let url = URL(fileURLWithPath: target + end)
            var data = try Data(contentsOf: url)
            data[place] ^= bit
            try data.write(to: url)
        }
    }

    /// - Parameter isEarly: killed in its first life, when almost all is in the log; else after some logs.
    private func killed(isEarly: Bool = true, transactions: Int = 4) throws -> Killed {
        var killed = try Killed()
        let store = try Store(at: killed.folder.database, tuning: Self.tuning)
        try store.begin()
        if !isEarly {
            for number in 0..<20 { try store.transaction { try work($0, 1000 + number) } }
            try store.writeBack()
        }
        for number in 0..<transactions {
            killed.framesBefore = store.framesInLog
            killed.markBefore = try Data(contentsOf: URL(fileURLWithPath: killed.folder.database + ".mark"))
            try store.transaction { try work($0, number) }
        }
        killed.frames = store.framesInLog
        try copyFiles(of: killed.folder.database, to: killed.path)
        try store.close()
        return killed
    }

    private func work(_ transaction: borrowing Transaction, _ number: Int) throws {
        let instance = try transaction.start(number, [wait("paid", number)])
        try transaction.update(
            instance,
            to: InstanceChange(state: Array(repeating: UInt8(number & 0xFF), count: 3000), sequence: 1, waits: []))
    }

    private static let frame = 4096 + 24

    @Test(
        "A log that is cut anywhere is refused; with the mark of a power cut's moment it is, once that much is missing",
        arguments: [true, false])
    func cut(isEarly: Bool) throws {
        let killed = try killed(isEarly: isEarly)
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
        let killed = try killed(isEarly: seed != 1)
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
                let store = try Store(at: killed.target, tuning: Self.tuning)
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
        let store = try Store(at: killed.folder.database, tuning: Self.tuning)
        try store.begin()
        for number in 0..<20 { try store.transaction { try work($0, number) } }
        let long = store.framesInLog
        try store.writeBack()
        try store.transaction { try work($0, 20) }
        try #require(store.framesInLog < long)
        try copyFiles(of: killed.folder.database, to: killed.path)
        try store.close()
        #expect(try fileSize(killed.path + "-wal") > 32 + long * Self.frame - 1)
        try killed.again()
        let again = try Store(at: killed.target, tuning: Self.tuning)
        #expect(again.warnings.isEmpty)
        #expect(try again.begin() == false)
        try again.close()
    }

    enum Main: CaseIterable { case newest, older, missing, empty }
    enum Log: CaseIterable { case newest, missing, empty, older, strangers }
    enum Mark: CaseIterable { case newest, missing, nonsense, older, oneSlotDamaged, otherSlotDamaged, strangers }

    @Test("Of all that can be missing, old or another's, only what is whole is gone on with", arguments: Main.allCases)
    func combined(main: Main) throws {
        let (stranger, older, killed) = (try killed(isEarly: false), try Killed(), try Killed())
        let store = try Store(at: killed.folder.database, tuning: Self.tuning)
        try store.begin()
        for number in 0..<10 { try store.transaction { try work($0, number) } }
        try copyFiles(of: killed.folder.database, to: older.path)
        try store.writeBack()
        for number in 10..<20 { try store.transaction { try work($0, number) } }
        try copyFiles(of: killed.folder.database, to: killed.path)
        try store.close()
        for log in Log.allCases {
            for mark in Mark.allCases {
                try killed.again()
                try harm(killed, from: older, main)
                try harm(killed, from: older, stranger, log)
                try harm(killed, from: older, stranger, mark)
                let isWhole = main == .newest && log == .newest
                let isKnown = [.newest, .older, .oneSlotDamaged, .otherSlotDamaged].contains(mark)
                if mark == .older, main == .older, log == .older || log == .newest { continue }
                // All three of an older moment: nothing tells that.
                let isBegunAnew =
                    [.missing, .empty].contains(main) && [.missing, .empty].contains(log) && mark == .missing
                // An older mark knows nothing of what came after it.
                let isNotKnownToLack = mark == .older && main == .newest && [.missing, .empty].contains(log)
                #expect(
                    try killed.starts() == (isWhole && isKnown || isBegunAnew || isNotKnownToLack),
                    "\(main), log \(log), mark \(mark)")
            }
        }
    }

    private func harm(_ killed: Killed, from older: Killed, _ main: Main) throws {
        switch main {
        case .newest: break
        case .older: try replace(killed.target, by: older.path)
        case .missing: try FileManager.default.removeItem(atPath: killed.target)
        case .empty: try killed.cut("", to: 0)
        }
    }

    private func harm(_ killed: Killed, from older: Killed, _ stranger: Killed, _ log: Log) throws {
        switch log {
        case .newest: break
        case .missing: try FileManager.default.removeItem(atPath: killed.target + "-wal")
        case .empty: try killed.cut("-wal", to: 0)
        case .older: try replace(killed.target + "-wal", by: older.path + "-wal")
        case .strangers: try replace(killed.target + "-wal", by: stranger.path + "-wal")
        }
    }

    private func harm(_ killed: Killed, from older: Killed, _ stranger: Killed, _ mark: Mark) throws {
        switch mark {
        case .newest: break
        case .missing: try FileManager.default.removeItem(atPath: killed.target + ".mark")
        case .nonsense: try Data("nonsense".utf8).write(to: URL(fileURLWithPath: killed.target + ".mark"))
        case .older: try replace(killed.target + ".mark", by: older.path + ".mark")
        case .oneSlotDamaged: try killed.flip(".mark", at: 40)
        case .otherSlotDamaged: try killed.flip(".mark", at: MarkSlot.size + 40)
        case .strangers: try replace(killed.target + ".mark", by: stranger.path + ".mark")
        }
    }

    private func replace(_ path: String, by other: String) throws {
        try? FileManager.default.removeItem(atPath: path)
        try FileManager.default.copyItem(atPath: other, toPath: path)
    }

    @Test("From its first moment on the file itself says whose it is, so that a log that is lost is noticed")
    func first() throws {
        let killed = try Killed()
        let store = try Store(at: killed.folder.database, tuning: Self.tuning)
        #expect(store.isNew)
        try store.begin()
        try copyFiles(of: killed.folder.database, to: killed.path)
        // Nothing was committed since: the log may go.
        try killed.again()
        try FileManager.default.removeItem(atPath: killed.target + "-wal")
        #expect(try killed.starts())
        try store.transaction { try work($0, 1) }
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
        let store = try Store(at: killed.folder.database, tuning: Self.tuning)
        try store.begin()
        for number in 0..<5 { try store.transaction { try work($0, number) } }
        try store.writeBack()
        try copyFiles(of: killed.folder.database, to: killed.path)
        try store.close()
        let second = try Store(at: killed.path, tuning: Self.tuning)
        let mark = try second.transaction { transaction throws in
            var mark = try #require(try transaction.mark())
            mark.number += 1
            try transaction.set(mark)
            return mark
        }
        try second.begun(with: mark)
        try killed.again()
        try second.close()
        #expect(try killed.starts())
    }

    @Test("What a person looks at with SQLite's shell after a kill, which writes the log back, is gone on with")
    func shell() throws {
        let killed = try killed()
        try killed.again()
        _ = try sqlite3(killed.target, "SELECT count(*) FROM instance; PRAGMA wal_checkpoint(TRUNCATE)")
        #expect(try killed.starts())
    }

    @Test("A database that is gone is not begun anew, also if an older copy is accepted")
    func nothingToAccept() throws {
        let killed = try killed()
        try killed.again()
        try FileManager.default.removeItem(atPath: killed.target)
        #expect(try !killed.starts(accepting: true))
        #expect(!FileManager.default.fileExists(atPath: killed.target))
    }
}
