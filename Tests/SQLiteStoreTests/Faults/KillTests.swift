import Foundation
import Messages
import TestKit
import Testing
import Values

@testable import SQLiteStore
@testable import StorePort

@Suite struct KillTests {
    @Test("A process killed at any step leaves exactly what was committed", arguments: 0..<8 as Range<UInt64>)
    func killed(seed: UInt64) throws {
        let folder = try TemporaryFolder()
        let copy = folder.path + "/copy/bridge.sqlite"
        var work = RandomWork(seed: seed)
        try withStore(at: folder.database) { store in
            try store.begin()
            for round in 0..<25 {
                let committed = try Snapshot(of: store, messages: work.messages + 9, names: RandomWork.names)
                let before = work
                let fails = Int.random(in: 0..<4, using: &work.random) == 0
                do {
                    try store.transaction { transaction throws in
                        for _ in 0..<Int.random(in: 1...6, using: &work.random) { try work.step(transaction) }
                        // In the middle of a transaction: killed now, nothing of it has happened.
                        try copyFiles(of: folder.database, to: copy)
                        if fails { throw Failure() }
                    }
                } catch is Failure { work.messages = before.messages }
                try withStore(at: copy) { copied in
                    // Nothing is lost, and nothing seems to be.
                    #expect(try copied.begin() == false)
                    #expect(copied.warnings.isEmpty)
                    let found = try Snapshot(of: copied, messages: before.messages + 9, names: RandomWork.names)
                    #expect(found == committed, "seed \(seed), round \(round)")
                }
            }
        }
    }

    @Test("A log cut short anywhere leaves a state that was once committed", arguments: 0..<6 as Range<UInt64>)
    func torn(seed: UInt64) throws {
        let folder = try TemporaryFolder()
        let copy = folder.path + "/copy/bridge.sqlite"
        var work = RandomWork(seed: seed)
        var tuning = StoreTuning.small
        tuning.framesInLog = .max
        try withStore(at: folder.database, tuning) { store in
            var states: [Snapshot] = []
            for _ in 0..<12 {
                try store.transaction { transaction throws in
                    for _ in 0..<3 { try work.step(transaction) }
                }
                states.append(try Snapshot(of: store, messages: 99, names: RandomWork.names))
            }
            var last = states.count
            let size = try fileSize(folder.database + "-wal")
            for cut in (0..<25).map({ _ in Int.random(in: 0...size, using: &work.random) }).sorted(by: >) {
                try copyFiles(of: folder.database, to: copy)
                try #require(truncate(copy + "-wal", cut) == 0)
                // The schema itself is in the log: cut before its end, the store is new.
                let opened = try Store(at: copy, tuning: .small)
                let found = try Snapshot(of: opened, messages: 99, names: RandomWork.names)
                try opened.close()
                let index = states.lastIndex(of: found) ?? -1
                #expect(index >= 0 || found == Snapshot.empty, "seed \(seed), cut at \(cut) of \(size)")
                #expect(index <= last, "seed \(seed): a shorter log holds more")
                last = index
            }
        }
    }
}

extension Snapshot {
    /// What a new store holds.
    static var empty: Snapshot {
        var empty = Snapshot()
        for name in RandomWork.names { empty.found[name] = [] }
        for number in 0..<99 { empty.inbox["\(number)"] = .new }
        return empty
    }

    private init() {}
}
