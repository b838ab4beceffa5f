import Messages
import StorePort
import TestKit
import Testing

@testable import SQLiteStore

/// Rows that somebody has damaged, or that a newer bridge wrote: they hide no others.
@Suite struct UnreadableTests {
    private let folder: TemporaryFolder

    /// Two instances, two parked things and two messages, and then harm.
    private func store(_ harm: String, _ body: (Store) throws -> Void) throws {
        try withStore(at: folder.database) { store in
            try store.start(1, [wait("paid", 1)])
            try store.start(2, [wait("paid", 2)])
            try store.write(
                .park(Sample.parked(1)), .park(Sample.parked(2)), .park(Sample.parked(3)),
                .remember(Sample.message(1), digest: 1), .remember(Sample.message(2), digest: 2))
        }
        #expect(try sqlite3(folder.database, harm).isEmpty)
        let store = try Store(at: folder.database, tuning: .small)
        try body(store)
        try store.close()
    }

    private func unreadable(_ fact: Fact) -> String? {
        guard case .unreadable(let failure) = fact, failure.kind == .unreadable else { return nil }
        return failure.message
    }

    init() throws { folder = try TemporaryFolder() }

    @Test(
        "An instance of an unknown status or definition: the others are read, and it can be parked and given up",
        arguments: ["status = 9", "definition = 99"])
    func instance(harm: String) throws {
        try store("PRAGMA foreign_keys = OFF; UPDATE instance SET \(harm) WHERE key = 2") { store in
            let facts = try store.read([.instanceAt(InstanceKey(2)), .instance(id(1)), .instance(id(2)), .fact("a")])
            #expect(unreadable(facts[0])?.contains("instance 2") == true)
            #expect(unreadable(facts[1])?.contains("instance 2") == true)
            guard case .instance(let other?) = facts[2], case .text(nil) = facts[3] else { throw Failure() }
            #expect(other.key == InstanceKey(3))
            let page = try store.reader.instances()
            #expect(page.instances.map(\.key.number) == [3] && page.unreadable == [InstanceKey(2)])
            #expect(try store.reader.id(of: InstanceKey(2)) == id(1))
            #expect(throws: StoreFailure.self) { try store.reader.instance(id(1)) }
            guard harm.hasPrefix("definition") else { return }
            try store.write(.parkUnreadable(InstanceKey(2), reason: "damaged"))
            #expect(try store.reader.receivers(Sample.receivers("paid", [1])).isEmpty)
            try store.write(.end(parked: InstanceKey(2), reason: "given up", at: noon))
        }
    }

    @Test("What an instance waits for cannot be read: its next input heals it, and until then it may be parked")
    func waits() throws {
        try store("UPDATE instance SET waits = x'ffff'") { store in
            let (one, two) = (try store.reader.known(id(1)), try store.reader.known(id(2)))
            guard case .stored(let bytes) = one.waits else { throw Failure() }
            let facts = try store.read([.waits(bytes, of: one.key), .fact("a")])
            #expect(unreadable(facts[0])?.contains("instance 2") == true)
            try store.write(Sample.advance(one, [wait("sent")]))
            #expect(try store.reader.waits(of: store.reader.known(id(1))) == [wait("sent")])
            #expect(try store.reader.receivers(Sample.receivers("sent")) == [2])
            #expect(try store.reader.receivers(Sample.receivers("paid", [1])).isEmpty)
            try store.write(.parkInstance(two, reason: "r"))
            #expect(try store.reader.receivers(Sample.receivers("paid", [2])).isEmpty)
            // It cannot run again: what it waits for is not known.
            guard case .lost(let failure) = store.commit([.fact("a", "1"), .unpark(try store.reader.known(id(2)))])
            else {
                throw Failure()
            }
            #expect(failure.kind == .unreadable)
            #expect(try store.reader.fact("a") == nil && store.reader.known(id(2)).status == .parked)
        }
    }

    @Test("A parked thing of an unknown kind is left out of the others, and says what it is when it is asked for")
    func parked() throws {
        try store("UPDATE parked SET kind = 9 WHERE position = 2") { store in
            #expect(try store.reader.parkedPage().map(\.number) == [1, 3])
            #expect(try store.reader.parkedPage(after: 1, limit: 1).map(\.number) == [3])
            #expect(unreadable(try store.read([.parked(2)])[0])?.contains("parked 2") == true)
            #expect(try store.reader.standing().parked == 3)
            try store.write(.release(parked: 2))
            #expect(try store.reader.standing().parked == 2)
        }
    }

    @Test("A message of an unknown outcome hides no other message")
    func message() throws {
        try store("UPDATE inbox SET outcome = 99 WHERE position = 1") { store in
            let facts = try store.read([.messages(digest: 1), .messages(digest: 2)])
            #expect(unreadable(facts[0]) != nil)
            guard case .messages(let rows) = facts[1] else { throw Failure() }
            #expect(rows.map(\.position) == [2])
        }
    }
}
