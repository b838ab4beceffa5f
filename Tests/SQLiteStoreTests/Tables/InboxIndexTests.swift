import StorePort
import TestKit
import Testing

@testable import SQLiteStore

/// The inbox's index: the youngest messages are found in memory, the older on disk.
@Suite struct InboxIndexTests {
    @Test(
        "Every message is known for good: young, on its way to the index, in it, and after a reopening",
        arguments: [1, 8, 150, 300])
    func waves(size: Int) throws {
        let folder = try TemporaryFolder()
        var tuning = StoreTuning.small
        tuning.inboxWave = size
        var last: Int64 = 0
        for _ in 0..<4 {
            try withStore(at: folder.database, tuning) { store in
                for _ in 0..<25 {
                    var changes: [Change] = []
                    for _ in 0..<7 {
                        last += 1
                        changes.append(.remember(Sample.message(last), digest: last))
                    }
                    try store.write(changes)
                    for earlier in 1...last + 1 {
                        let found = try store.reader.messages(earlier).map(\.position)
                        #expect(found == (earlier <= last ? [earlier] : []))
                    }
                }
            }
        }
    }

    @Test("A commit that fails leaves the index as it was, wherever the wave is")
    func failing() throws {
        var tuning = StoreTuning.small
        tuning.inboxWave = 3
        try withStore(tuning) { store throws in
            var last: Int64 = 0
            for round in 0..<60 {
                let isStale = round % 3 == 1
                let rows = (1...Int64(1 + round % 4)).map { Sample.message(last + $0) }
                var changes = rows.map { Change.remember($0, digest: $0.position % 5) }
                if isStale { changes.append(.release(held: 1)) }
                let isDone = store.commit(changes) == .done
                #expect(isDone != isStale)
                if isDone { last += Int64(rows.count) }
                for digest in 0..<5 as Range<Int64> {
                    let expected = last > 0 ? (1...last).filter { $0 % 5 == digest } : []
                    #expect(try store.reader.messages(digest).map(\.position) == expected, "round \(round)")
                }
            }
        }
    }

    @Test("The index loses what was forgotten")
    func sweeping() throws {
        let folder = try TemporaryFolder()
        var last: Int64 = 0
        try withStore(at: folder.database) { store in
            for batch in 0..<200 {
                var changes: [Change] = []
                for _ in 0..<10 {
                    last += 1
                    changes.append(.remember(Sample.message(last, at: noon + .seconds(batch)), digest: last &* 77))
                }
                try store.write(changes)
                let moment = noon + .seconds(batch - 20)
                guard let range = try store.reader.oldMessages(before: moment, limit: 999) else { continue }
                try store.write(.forgetMessages(after: 0, upTo: range.last, before: moment))
            }
        }
        let entries = try #require(Int(try sqlite3(folder.database, "SELECT count(*) FROM inbox_digest").dropLast()))
        // 200 messages are in the window of 2,000 that came.
        #expect(entries < 1000, "\(entries)")
    }

    @Test("Ids that share a digest are told apart")
    func sharedDigest() {
        var positions = PositionsByDigest()
        positions.insert(1, 7)
        positions.insert(2, 7)
        positions.insert(3, 8)
        func found(_ digest: Int64) -> [Int64] {
            var found: [Int64] = []
            positions.forEach(digest) { found.append($0) }
            return found
        }
        #expect(found(7) == [1, 2] && found(8) == [3] && found(9).isEmpty)
        #expect(positions.sorted.map(\.position) == [1, 2, 3])
        positions.removeLast(7)
        #expect(found(7) == [1])
        positions.removeLast(7)
        positions.removeLast(8)
        #expect(found(7).isEmpty && found(8).isEmpty && positions.count == 0)
    }
}
