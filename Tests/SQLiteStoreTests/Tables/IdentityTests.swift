import Foundation
import Messages
import TestKit
import Testing
import Values

@testable import SQLiteStore
@testable import StorePort

@Suite struct IdentityTests {
    private let digest = MessageDigest(key: 1, 2)
    private static let known: [Int64] = [
        5_755_038_889_534_871_297, -5_809_723_809_444_566_893, 506_765_855_904_233_856, 973_071_606_407_608_361,
        -4_478_354_354_264_155_300,
    ]

    private func content(_ value: Value) -> Int64 { digest.content(.value(value, [:])) }

    @Test("The digests of a key are the same in every version, on every machine: the database keeps them")
    func stable() {
        let identity = MessageIdentity(
            queue: "q", sender: "shop", id: "m-1", kind: .message, name: "order_placed", addressee: "i", task: "i:7")
        #expect(digest.identity(identity, source: 3) == IdentityTests.known[0])
        #expect(digest.identity(MessageIdentity(queue: "q", id: "m-1"), source: 3) == IdentityTests.known[1])
        let value: Value = ["a": [1, 2.5, nil, true, "é"], "b": ["c": [:], "d": []], "long": "0123456789abcdef"]
        #expect(content(value) == IdentityTests.known[2])
        #expect(digest.content(.bytes([1, 2, 3, 4, 5, 6, 7, 8, 9])) == IdentityTests.known[3])
        #expect(digest.content(.value(value, ["key": ["id": 1]])) == IdentityTests.known[4])
    }

    @Test("Every part of an identity counts, and no part can stand for another")
    func parts() {
        var identities: [MessageIdentity] = []
        let texts: [String?] = [nil, "", "a", "b", "ab"]
        for sender in texts {
            for name in texts {
                for addressee in texts {
                    for task in texts {
                        for kind in [EventKind?.none, .message, .signal] {
                            identities.append(
                                MessageIdentity(
                                    queue: "q", sender: sender, id: "a", kind: kind, name: name, addressee: addressee,
                                    task: task))
                        }
                    }
                }
            }
        }
        let digests = Set(identities.map { digest.identity($0, source: 1) })
        #expect(digests.count == identities.count)
        #expect(digests.isDisjoint(with: identities.map { digest.identity($0, source: 2) }))
    }

    @Test("Equal values have equal contents, however they are ordered and spelled; others do not")
    func equality() throws {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<2000 {
            let value = Self.value(&random, depth: 3)
            #expect(content(value) == content(Self.shuffled(value, &random)))
            let other = Self.value(&random, depth: 3)
            #expect((content(value) == content(other)) == Self.isEqual(value, other), "\(value) \(other)")
        }
        let different: [Value] = [
            nil, false, true, 0, 1, "", "0", "1", [], [[]], [0], [nil], [:], ["": nil], ["a": nil], ["a": [:]], 0.5,
            1e300,
            ["a": 1, "b": 2], ["a": 2, "b": 1], ["ab": 1], "e\u{301}", "\u{e9}", "a\0", "a", .int(.max), .int(.min),
            .double(.infinity), .double(-.infinity), .double(.nan),
        ]
        #expect(Set(different.map(content)).count == different.count)
        #expect(content(1) == content(1.0) && content(0) == content(-0.0))
    }

    private static func value(_ random: inout SeededGenerator, depth: Int) -> Value {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &random) {
        case 0: return nil
        case 1: return .bool(Bool.random(using: &random))
        case 2, 3: return .int(Int.random(in: -2...2, using: &random))
        case 4: return .double(Double(Int.random(in: -4...4, using: &random)) / 2)
        case 5: return .string(String("abcdefghijkl".prefix(Int.random(in: 0...11, using: &random))))
        case 6:
            var items: [Value] = []
            for _ in 0..<Int.random(in: 0...3, using: &random) { items.append(value(&random, depth: depth - 1)) }
            return .list(items)
        default:
            var entries: TextTable<Value> = [:]
            for key in ["x", "y", "z"].prefix(Int.random(in: 0...3, using: &random)) {
                entries[key] = value(&random, depth: depth - 1)
            }
            return .dict(entries)
        }
    }

    /// Its keys in another order, its numbers of another kind.
    private static func shuffled(_ value: Value, _ random: inout SeededGenerator) -> Value {
        switch value {
        case .int(let number): return .double(Double(number))
        case .double(let number): return Int(exactly: number).map { .int($0) } ?? value
        case .list(let items):
            var all: [Value] = []
            for item in items { all.append(shuffled(item, &random)) }
            return .list(all)
        case .dict(let entries):
            var all: TextTable<Value> = [:]
            for (key, value) in entries.shuffled(using: &random) { all[key] = shuffled(value, &random) }
            return .dict(all)
        case .null, .bool, .string: return value
        }
    }

    private static func isEqual(_ left: Value, _ right: Value) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let one), .bool(let other)): one == other
        case (.string(let one), .string(let other)): one == other
        case (.list(let one), .list(let other)): one.count == other.count && zip(one, other).allSatisfy(isEqual)
        case (.dict(let one), .dict(let other)):
            one.count == other.count
                && one.allSatisfy { entry in other[entry.key].map { isEqual(entry.value, $0) } ?? false }
        case (.int(let one), .double(let other)), (.double(let other), .int(let one)): Double(one) == other
        case (.int(let one), .int(let other)): one == other
        case (.double(let one), .double(let other)): one == other
        default: false
        }
    }

    @Test("A message without effect is new, and says that it came; kept again it is kept once")
    func withoutEffect() throws {
        try withStore { store in
            try store.transaction { transaction throws in
                for outcome in [Outcome.deadLettered, .expired] {
                    let id = "\(outcome)"
                    for _ in 0..<3 {
                        try transaction.forget(try transaction.key(id, "q", 1))
                        try transaction.remember(id: id, source: "q", bodyHash: 1, outcome: outcome, at: noon)
                    }
                    let record = InboxRecord(outcome: outcome, at: noon)
                    #expect(try transaction.inboxFinding(id: id, source: "q", bodyHash: 1) == .withoutEffect(record))
                    #expect(try transaction.inboxFinding(id: id, source: "q", bodyHash: 2) == .new)
                    #expect(try transaction.inboxRows(try transaction.key(id, "q", 1).identity).count == 1)
                    try transaction.amend(try transaction.key(id, "q", 1), outcome: .started, instance: nil)
                    guard case .duplicate = try transaction.inboxFinding(id: id, source: "q", bodyHash: 1),
                        case .conflict = try transaction.inboxFinding(id: id, source: "q", bodyHash: 2)
                    else { return #expect(Bool(false)) }
                }
            }
        }
    }
}

/// A database of schema 2, which knew a message by its queue, its id and the bytes of its body.
@Suite struct OldFormTests {
    private let body = Array(#"{"n": 1}"#.utf8)

    /// Rows as it wrote them.
    private func make(_ path: String, _ outcomes: [Outcome]) throws {
        let old = try Database.open(at: path, migrations: Array(Schema.migrations.prefix(2)))
        try old.execute("UPDATE inbox_index SET key_1 = 11, key_2 = 12")
        try old.execute("INSERT INTO source (key, name) VALUES (5, 'q')")
        let digest = MessageDigest(key: 11, 12)
        for (place, outcome) in outcomes.enumerated() {
            let hash = Transaction.oldHash(body)
            try old.execute(
                """
                INSERT INTO inbox (position, digest, source, id, body_hash, outcome, at)
                VALUES (\(place + 1), \(digest(5, "m\(place)")), 5, 'm\(place)', \(hash), \(outcome.rawValue),
                    \(noon.microseconds + Int64(place)))
                """)
        }
        try old.close()
    }

    private func finding(
        _ transaction: borrowing Transaction, _ id: String, _ body: [UInt8]
    ) throws -> InboxFinding {
        let identity = MessageIdentity(queue: "q", id: id, kind: .message, name: "n")
        let key = try transaction.key(of: identity, .bytes(body))
        return try transaction.inboxFinding(id: id, source: "q", key: key, body: body)
    }

    @Test("Messages that it took are known by their bytes; what had no effect may come again")
    func known() throws {
        let folder = try TemporaryFolder()
        let all = Outcome.allCases.filter { $0 != .duplicate }
        try make(folder.database, all)
        for _ in 0..<2 {
            try withStore(at: folder.database) { store in
                try store.transaction { transaction throws in
                    for (place, outcome) in all.enumerated() {
                        let record = InboxRecord(outcome: outcome, at: noon + .microseconds(place))
                        let same = try finding(transaction, "m\(place)", body)
                        #expect(same == (outcome.isEffect ? .duplicate(record) : .withoutEffect(record)))
                        let other = try finding(transaction, "m\(place)", body + [32])
                        #expect(other == (outcome.isEffect ? .oldConflict(record) : .new))
                    }
                    #expect(try finding(transaction, "another", body) == .new)
                }
            }
        }
    }

    @Test("A new message never gets the place of an old one, and once these are forgotten nobody looks for them")
    func forgotten() throws {
        let folder = try TemporaryFolder()
        try make(folder.database, [.started, .started, .started])
        try withStore(at: folder.database) { store in
            try store.transaction { transaction throws in
                #expect(transaction.mirror.inbox.progress.oldForm == 3)
                _ = try transaction.pruneInbox(before: noon + .microseconds(2), limit: 10)
                #expect(transaction.mirror.inbox.progress.oldForm == 3)
                _ = try transaction.pruneInbox(before: noon + .seconds(1), limit: 10)
                #expect(transaction.mirror.inbox.progress.oldForm == 0)
            }
        }
        try withStore(at: folder.database) { store in
            try store.transaction { transaction throws in
                #expect(transaction.mirror.inbox.progress.oldForm == 0)
                try transaction.remember(id: "m0", source: "q", bodyHash: 1, outcome: .started, at: noon)
                guard case .duplicate = try transaction.inboxFinding(id: "m0", source: "q", bodyHash: 1) else {
                    return #expect(Bool(false))
                }
            }
        }
    }

    @Test("What it parked of a message is one thing with another body that comes now")
    func joined() throws {
        let folder = try TemporaryFolder()
        try make(folder.database, [.parked])
        try withStore(at: folder.database) { store in
            try store.transaction { transaction throws in
                let origin = KeptDelivery(Delivery(queue: "q", body: body))
                let event = IncomingEvent(event: Event(kind: .message, name: "n"), causedBy: "m0", origin: origin)
                let number = try transaction.park(Parked(.event(event), stage: "engine", reason: "r", at: noon))
                let other = IncomingEvent(event: Event(kind: .message, name: "n"), causedBy: "m1", origin: origin)
                try transaction.park(Parked(.event(other), stage: "engine", reason: "r", at: noon))
                let key = try transaction.key("m0", "q", 1)
                try transaction.join(oldForm: "m0", source: "q", to: key)
                #expect(try transaction.parked(of: key).map(\.number) == [number])
            }
        }
    }
}
