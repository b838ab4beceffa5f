import Foundation
import Messages
import TestKit
import Testing
import Values

@testable import SQLiteStore
@testable import StorePort

/// Needs a small file system of its own, which only root can make.
@Suite(.enabled(if: geteuid() == 0, "only root can mount a small disk: run the tests as root"), .serialized)
struct DiskFullTests {
    /// A disk of 3 MB, gone when the test ends.
    final class SmallDisk {
        let folder: TemporaryFolder

        init() throws {
            folder = try TemporaryFolder()
            try run("/bin/mount", "-t", "tmpfs", "-o", "size=3m", "none", folder.path)
        }

        deinit { try? run("/bin/umount", "-l", folder.path) }

        /// Leaves this many bytes free.
        func fill(leaving rest: Int) throws {
            let free = try #require(
                try FileManager.default.attributesOfFileSystem(forPath: folder.path)[.systemFreeSize] as? NSNumber)
            let data = Data(repeating: 7, count: max(0, free.intValue - rest))
            try data.write(to: URL(fileURLWithPath: folder.path + "/filler"))
        }

        func empty() throws { try FileManager.default.removeItem(atPath: folder.path + "/filler") }
    }

    private static let tuning = StoreTuning(framesInLog: 64, ballast: 256 << 10, inboxWave: 8)

    /// Starts instances in transactions of five until the disk is full; how many are there for certain.
    private func work(_ store: Store, from first: Int) throws -> Int {
        var done = first
        while done < 5000 {
            do {
                var changes: [Change] = []
                for number in done..<done + 5 {
                    changes += beginning(number, [wait("paid", number)], thenState: Array(repeating: 7, count: 2000))
                    let message = Int64(number + 1)
                    changes.append(.remember(Sample.message(message, outcome: .started), digest: message))
                }
                try store.write(changes)
                done += 5
            } catch let failure as StoreFailure {
                #expect(failure.kind == .full)
                return done
            }
        }
        Issue.record("the disk was never full")
        return done
    }

    @Test("A full disk stops everything at a transaction's edge, and it goes on when there is room")
    func pauseAndResume() throws {
        let disk = try SmallDisk()
        try disk.fill(leaving: 1_500_000)
        try withStore(at: disk.folder.database, Self.tuning) { store in
            var done = try work(store, from: 0)
            #expect(done > 0)
            for _ in 0..<3 {
                // Tried again at once, and again: nothing is lost, nothing is there twice.
                let more = try work(store, from: done)
                #expect(more >= done)
                done = more
                try store.expectRunning(done)
            }
            // What does not need more room still works.
            #expect(try store.reader.known(id(done - 1)).revision == 1)
            #expect(try store.reader.instance(id(done)) == nil)
            #expect(try store.reader.messages(Int64(done)).count == 1)
            #expect(try store.reader.messages(Int64(done + 1)).isEmpty)
            #expect(try store.reader.receivers(Sample.receivers("paid", [done])).isEmpty)
            try disk.empty()
            let more = try work(store, from: done)
            #expect(more > done + 50)
            try store.expectRunning(more)
        }
        try withStore(at: disk.folder.database, Self.tuning) { store in
            let count = try store.reader.standing().instances.running
            #expect(try store.reader.instance(id(count - 1)) != nil && store.reader.instance(id(count)) == nil)
        }
    }

    @Test("The ballast lets the log be written back where there is no room at all, and is taken again later")
    func ballast() throws {
        let disk = try SmallDisk()
        try withStore(at: disk.folder.database, Self.tuning) { store in
            let ballast = disk.folder.database + ".ballast"
            #expect(try fileSize(ballast) == Self.tuning.ballast)
            try store.write((0..<20).flatMap { beginning($0) })
            try disk.fill(leaving: 0)
            #expect(try work(store, from: 20) == 20)
            #expect(FileManager.default.fileExists(atPath: ballast) == false)
            // The log could be written back and shortened, which made the room for some more.
            #expect(try work(store, from: 20) > 20)
            try disk.empty()
            for number in 0..<200 { try store.write(.fact("a", "\(number)")) }
            #expect(try fileSize(ballast) == Self.tuning.ballast)
        }
    }

    @Test("A copy that its disk has no room for fails alone")
    func copying() throws {
        let disk = try SmallDisk()
        try withStore { store in
            for number in 0..<100 { try store.start(number) }
            try disk.fill(leaving: 20_000)
            let failure = #expect(throws: StoreFailure.self) { try store.copy(to: disk.folder.path + "/copy.sqlite") }
            #expect(failure?.kind == .unavailable)
            #expect(FileManager.default.fileExists(atPath: disk.folder.path + "/copy.sqlite") == false)
            try store.write(.fact("a", "b"))
        }
    }

    @Test("A store cannot be made on a full disk, and can be once there is room")
    func opening() throws {
        let disk = try SmallDisk()
        try disk.fill(leaving: 0)
        let failure = #expect(throws: StoreFailure.self) { try Store(at: disk.folder.database, tuning: Self.tuning) }
        #expect(failure?.kind == .full || failure?.kind == .unavailable, "\(String(describing: failure))")
        try disk.empty()
        try withStore(at: disk.folder.database, Self.tuning) { try $0.start(1) }
    }
}

private func run(_ tool: String, _ arguments: String...) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: tool)
    process.arguments = arguments
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
}
