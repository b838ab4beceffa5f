import Foundation
import Messages
import TestKit
import Testing
import Values

@testable import SQLiteStore
@testable import StorePort

/// A bridge that was killed: its files, and what it held.
struct Killed {
    /// The log is not written back by itself.
    static let tuning = StoreTuning(framesInLog: .max, ballast: 64 << 10, inboxWave: 8)

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
            let store = try Store(at: target, tuning: Self.tuning)
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

    /// - Parameter isEarly: killed in its first life, when almost all is in the log; else after some logs.
    static func after(isEarly: Bool = true, transactions: Int = 4) throws -> Killed {
        var killed = try Killed()
        let store = try Store(at: killed.folder.database, tuning: tuning)
        try store.begin()
        if !isEarly {
            for number in 0..<20 { try work(store, 1000 + number) }
            try store.writeBack()
        }
        for number in 0..<transactions {
            killed.framesBefore = store.framesInLog
            killed.markBefore = try Data(contentsOf: URL(fileURLWithPath: killed.folder.database + ".mark"))
            try work(store, number)
        }
        killed.frames = store.framesInLog
        try copyFiles(of: killed.folder.database, to: killed.path)
        try store.close()
        return killed
    }

    static func work(_ store: Store, _ number: Int) throws {
        try store.start(number, [wait("paid", number)], thenState: Array(repeating: UInt8(number & 0xFF), count: 3000))
    }
}
