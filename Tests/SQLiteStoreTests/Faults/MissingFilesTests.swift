import Foundation
import TestKit
import Testing

@testable import SQLiteStore
@testable import StorePort

/// Of the database, its log and its mark any may be missing, old or another's.
@Suite struct MissingFilesTests {
    enum Main: CaseIterable { case newest, older, missing, empty }
    enum Log: CaseIterable { case newest, missing, empty, older, strangers }
    enum Mark: CaseIterable { case newest, missing, nonsense, older, oneSlotDamaged, otherSlotDamaged, strangers }

    @Test("Of all that can be missing, old or another's, only what is whole is gone on with", arguments: Main.allCases)
    func combined(main: Main) throws {
        let (stranger, older, killed) = (try Killed.after(isEarly: false), try Killed(), try Killed())
        let store = try Store(at: killed.folder.database, tuning: Killed.tuning)
        try store.begin()
        for number in 0..<10 { try Killed.work(store, number) }
        try copyFiles(of: killed.folder.database, to: older.path)
        try store.writeBack()
        for number in 10..<20 { try Killed.work(store, number) }
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
                let isNew =
                    [.missing, .empty].contains(main) && [.missing, .empty].contains(log) && mark == .missing
                // An older mark knows nothing of what came after it.
                let isNotKnownToLack = mark == .older && main == .newest && [.missing, .empty].contains(log)
                #expect(
                    try killed.starts() == (isWhole && isKnown || isNew || isNotKnownToLack),
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
}
