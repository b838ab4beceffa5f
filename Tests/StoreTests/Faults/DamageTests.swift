import Events
import Foundation
import Testing

@testable import Store

@Suite struct DamageTests {
    /// A store with a few hundred pages.
    private func fill(_ path: String) throws {
        try withStore(at: path) { store in
            try store.transaction { transaction throws in
                for number in 0..<300 {
                    let instance = try transaction.start(number, [wait("paid", number)])
                    try transaction.update(
                        instance, to: InstanceChange(state: Array(repeating: 7, count: 3000), sequence: 0, waits: []))
                }
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
            try store.transaction { transaction throws in
                // Caught for one message, it still stops everything.
                for number in 0..<300 { try? transaction.savepoint { _ = try transaction.instance(id(number)) } }
            }
        }
        #expect(failure?.kind == .fatal)
        let again = #expect(throws: StoreFailure.self) { try store.transaction { try $0.setFact("a", to: "b") } }
        #expect(again?.kind == .fatal)
        #expect(throws: StoreFailure.self) { try store.close() }
    }

    @Test("A log that cannot be written back is fatal, though the commit itself was good")
    func log() throws {
        let folder = try TemporaryFolder()
        var tuning = StoreTuning.small
        tuning.framesInLog = .max
        let store = try Store(at: folder.database, tuning: tuning)
        try store.transaction { try $0.setFact("a", to: "b") }
        try #require(truncate(folder.database + "-wal", 0) == 0)
        let failure = #expect(throws: StoreFailure.self) { try store.close() }
        #expect(failure?.kind == .fatal)
        let again = #expect(throws: StoreFailure.self) { try store.transaction { try $0.fact("a") } }
        #expect(again?.kind == .fatal)
    }
}
