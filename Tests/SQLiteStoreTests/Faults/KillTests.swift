import Foundation
import StorePort
import TestKit
import Testing

@testable import SQLiteStore

@Suite struct KillTests {
    @Test("A process killed at any step leaves exactly what was committed", arguments: 0..<8 as Range<UInt64>)
    func killed(seed: UInt64) throws {
        let folder = try TemporaryFolder()
        let copy = folder.path + "/copy/bridge.sqlite"
        var work = RandomWork(seed: seed)
        try withStore(at: folder.database) { store in
            try store.begin()
            for round in 0..<25 {
                let before = work
                let committed = try StoreSnapshot(store, before)
                let changes = try work.commit(store.reader)
                // In the middle of a transaction: killed now, nothing of it has happened.
                let failure = Failure()
                #expect(throws: Failure.self) {
                    try store.transaction { tables throws in
                        try tables.apply(changes.filter { if case .releaseHeld(.max) = $0 { false } else { true } })
                        try copyFiles(of: folder.database, to: copy)
                        throw failure
                    }
                }
                try expect(committed, in: copy, before, "seed \(seed), round \(round)")
                #expect(try StoreSnapshot(store, before) == committed, "seed \(seed), round \(round)")
                // Killed right after a commit, all of it has.
                let isStale = store.commit(changes) != .done
                let now = try StoreSnapshot(store, work)
                #expect(try !isStale || StoreSnapshot(store, before) == committed)
                try copyFiles(of: folder.database, to: copy)
                try expect(now, in: copy, work, "seed \(seed), after round \(round)")
            }
        }
    }

    private func expect(_ snapshot: StoreSnapshot, in copy: String, _ work: RandomWork, _ words: String) throws {
        try withStore(at: copy) { copied in
            // Nothing is lost, and nothing seems to be.
            #expect(try copied.begin() == false)
            #expect(copied.warnings.isEmpty)
            let found = try StoreSnapshot(copied, work)
            // What was published last is not known to another process.
            #expect(found.lines.dropLast() == snapshot.lines.dropLast(), "\(words)")
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
            for _ in 0..<12 { _ = store.commit(try work.commit(store.reader)) }
            let size = try fileSize(folder.database + "-wal")
            var states = [try StoreSnapshot(Store(at: folder.path + "/empty.sqlite"), work)]
            var again = RandomWork(seed: seed)
            let second = try Store(at: folder.path + "/second.sqlite", tuning: tuning)
            for _ in 0..<12 {
                _ = second.commit(try again.commit(second.reader))
                states.append(try StoreSnapshot(second, work))
            }
            try second.close()
            #expect(try StoreSnapshot(store, work) == states.last)
            var last = states.count
            var random = SeededGenerator(seed: seed)
            for cut in (0..<25).map({ _ in Int.random(in: 0...size, using: &random) }).sorted(by: >) {
                try copyFiles(of: folder.database, to: copy)
                try #require(truncate(copy + "-wal", cut) == 0)
                // The schema itself is in the log: cut before its end, the store is new.
                let opened = try Store(at: copy, tuning: .small)
                let found = try StoreSnapshot(opened, work)
                try opened.close()
                let index = states.lastIndex { $0.lines.dropLast() == found.lines.dropLast() } ?? -1
                #expect(index >= 0, "seed \(seed), cut at \(cut) of \(size)")
                #expect(index <= last, "seed \(seed): a shorter log holds more")
                last = index
            }
        }
    }
}

extension Tables {
    /// As a commit does, but for its end.
    fileprivate func apply(_ changes: [Change]) throws(StoreFailure) {
        for change in changes { try apply(change, waitsBefore: try Store.waits(before: change)) }
    }
}
