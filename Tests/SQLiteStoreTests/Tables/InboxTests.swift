import Messages
import TestKit
import Testing
import Values

@testable import SQLiteStore
@testable import StorePort

@Suite struct InboxTests {
    private func finding(
        _ transaction: borrowing Transaction, _ body: UInt64, id: String = "m", source: String = "orders"
    ) throws -> InboxFinding {
        try transaction.inboxFinding(id: id, source: source, bodyHash: body)
    }

    @Test("A message is new once; the same again is a duplicate; another body under its id is a conflict, once")
    func findings() throws {
        try withStore { store in
            try store.transaction { transaction throws in
                let instance = try transaction.start(1)
                #expect(try finding(transaction, 1) == .new)
                try transaction.remember(
                    id: "m", source: "orders", bodyHash: 1, outcome: .started, instance: instance.key, at: noon)
                let known = InboxRecord(outcome: .started, at: noon, instance: instance.key)
                #expect(try finding(transaction, 1) == .duplicate(known))
                #expect(try finding(transaction, 2) == .conflict(known))
                #expect(try finding(transaction, 1, source: "other") == .new)
                #expect(try finding(transaction, 1, id: "M") == .new)
                #expect(try finding(transaction, 1, id: "") == .new)
                // The one in conflict is kept too: its redelivery is a duplicate of it.
                try transaction.remember(id: "m", source: "orders", bodyHash: 2, outcome: .parked, at: noon)
                #expect(
                    try finding(transaction, 2) == .duplicate(InboxRecord(outcome: .parked, at: noon, instance: nil)))
                #expect(try finding(transaction, 1) == .duplicate(known))
                guard case .conflict = try finding(transaction, 3) else { return #expect(Bool(false)) }
                try transaction.amend(
                    try transaction.key("m", "orders", 2), outcome: .delivered, instance: instance.key)
                #expect(
                    try finding(transaction, 2)
                        == .duplicate(InboxRecord(outcome: .delivered, at: noon, instance: instance.key)))
                #expect(try finding(transaction, 1) == .duplicate(known))
            }
        }
    }

    @Test(
        "Every message is known for good: young, on its way to the index, in it, and after a reopening",
        arguments: [1, 8, 150, 300])
    func waves(size: Int) throws {
        let folder = try TemporaryFolder()
        var tuning = StoreTuning.small
        tuning.inboxWave = size
        for round in 0..<4 {
            try withStore(at: folder.database, tuning) { store in
                for batch in 0..<25 {
                    try store.transaction { transaction throws in
                        for number in 0..<7 {
                            try transaction.remember(
                                id: "m\(round)-\(batch)-\(number)", source: "q\(number % 2)", bodyHash: UInt64(number),
                                outcome: .delivered, at: noon)
                        }
                    }
                    try store.transaction { transaction throws in
                        for earlier in 0...round {
                            for other in 0..<25 {
                                let finding = try transaction.inboxFinding(
                                    id: "m\(earlier)-\(other)-3", source: "q1", bodyHash: 3)
                                #expect((finding != .new) == (earlier < round || other <= batch))
                            }
                        }
                    }
                }
            }
        }
    }

    @Test("What is older than the window is forgotten, a page at a time, but not what a live instance came from")
    func pruning() throws {
        try withStore { store in
            try store.transaction { transaction throws in
                let live = try transaction.start(1)
                let parked = try transaction.start(2)
                try transaction.park(parked, reason: "r")
                let ended = try transaction.start(3, ended: noon)
                for number in 0..<50 {
                    let instance = [nil, live.key, parked.key, ended.key, InstanceKey(999)][number % 5]
                    try transaction.remember(
                        id: "m\(number)", source: "q", bodyHash: 0, outcome: .started, instance: instance,
                        at: noon + .seconds(number))
                }
            }
            var cursor: Int64? = 0
            var pages = 0
            while let after = cursor {
                cursor = try store.transaction {
                    try $0.pruneInbox(before: noon + .seconds(40), after: after, limit: 7)
                }
                pages += 1
            }
            #expect(pages == 6)
            try store.transaction { transaction throws in
                for number in 0..<50 {
                    let isKept = number >= 40 || [1, 2].contains(number % 5)
                    let finding = try transaction.inboxFinding(id: "m\(number)", source: "q", bodyHash: 0)
                    #expect((finding != .new) == isKept, "\(number)")
                }
            }
        }
    }

    @Test("The index loses what was forgotten")
    func sweeping() throws {
        let folder = try TemporaryFolder()
        try withStore(at: folder.database) { store in
            for batch in 0..<200 {
                try store.transaction { transaction throws in
                    for number in 0..<10 {
                        try transaction.remember(
                            id: "m\(batch)-\(number)", source: "q", bodyHash: 0, outcome: .delivered,
                            at: noon + .seconds(batch))
                    }
                }
                try store.transaction { transaction throws in
                    var cursor: Int64? = 0
                    while let after = cursor {
                        cursor = try transaction.pruneInbox(
                            before: noon + .seconds(batch - 20), after: after, limit: 100)
                    }
                }
            }
        }
        let entries = try #require(Int(try sqlite3(folder.database, "SELECT count(*) FROM inbox_digest").dropLast()))
        // 200 messages are in the window of 2,000 that came.
        #expect(entries < 1000, "\(entries)")
    }

    @Test("Digests are SipHash-2-4, as its authors publish it")
    func sipHash() {
        let digest = MessageDigest(key: 0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908)
        let expected: [UInt64] = [
            0x726f_db47_dd0e_0e31, 0x74f8_39c5_93dc_67fd, 0x0d6c_8009_d9a9_4f5a, 0x8567_6696_d7fb_7e2d,
            0xcf27_94e0_2771_87b7, 0x1876_5564_cd99_a68d, 0xcbc9_466e_58fe_e3ce, 0xab02_00f5_8b01_d137,
            0x93f5_f579_9a93_2462,
        ]
        for (count, value) in expected.enumerated() {
            let bytes = (0..<count).map { UInt8($0) }
            #expect(bytes.withUnsafeBufferPointer(digest.digest) == value)
        }
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
