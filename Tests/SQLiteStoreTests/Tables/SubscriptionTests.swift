import Messages
import TestKit
import Testing
import Values

@testable import SQLiteStore
@testable import StorePort

@Suite struct SubscriptionTests {
    private func found(
        _ transaction: borrowing Transaction, _ name: String = "paid", _ numbers: [Int] = [],
        kind: EventKind = .message, after: InstanceKey? = nil, limit: Int = 99
    ) throws -> [Int64] {
        try transaction.waiting(
            for: kind, name: name, in: order.hash, correlations: numbers.map(correlation), after: after, limit: limit
        ).map(\.number)
    }

    @Test("Who waits is found by kind and name, and by any of the correlations or by none")
    func matching() throws {
        try withStore { store in
            try store.transaction { transaction throws in
                try transaction.start(1, [wait("paid", 7)])
                try transaction.start(2, [wait("paid", 8)])
                try transaction.start(3, [wait("paid")])
                try transaction.start(4, [wait("sent", 7)])
                try transaction.start(5, [wait("paid", kind: .signal)])
                try transaction.start(6, [wait(nil, kind: .error)])
                #expect(try found(transaction, "paid", [7]) == [1, 3])
                #expect(try found(transaction, "paid", [8, 7, 8]) == [1, 2, 3])
                #expect(try found(transaction, "paid", [9]) == [3])
                #expect(try found(transaction, "paid") == [3])
                #expect(try found(transaction, "sent", [7]) == [4])
                #expect(try found(transaction, "paid", kind: .signal) == [5])
                #expect(try found(transaction, "whatever", kind: .error) == [6])
                #expect(try found(transaction, "whatever", kind: .escalation).isEmpty)
                #expect(
                    try transaction.waiting(
                        for: .message, name: "paid", in: "unknown", correlations: [], limit: 9
                    ).isEmpty)
            }
        }
    }

    @Test("Who waits comes once, in the order the instances began, a page at a time")
    func paging() throws {
        try withStore { store in
            try store.transaction { transaction throws in
                // Each is found in three ways.
                for number in 0..<20 { try transaction.start(number, [wait("paid", 1), wait("paid"), wait(nil)]) }
                #expect(try found(transaction, "paid", [1]) == Array(1...20))
                #expect(try found(transaction, "paid", [1], limit: 3) == [1, 2, 3])
                #expect(try found(transaction, "paid", [1], after: InstanceKey(17), limit: 9) == [18, 19, 20])
                #expect(try found(transaction, "paid", [1], after: InstanceKey(20)).isEmpty)
            }
        }
    }

    private func update(
        _ transaction: borrowing Transaction, _ instance: StoredInstance, _ waits: [StoredSubscription]
    ) throws -> StoredInstance {
        try transaction.update(instance, to: InstanceChange(state: [], sequence: 0, waits: waits))
    }

    @Test("What an instance waits for is replaced with every update")
    func replacing() throws {
        try withStore { store in
            try store.transaction { transaction throws in
                var instance = try transaction.start(1, [wait("a"), wait("b", 1), wait("b", 2)])
                instance = try update(transaction, instance, [wait("b", 2), wait("c")])
                #expect(try found(transaction, "a").isEmpty)
                #expect(try found(transaction, "b", [1]).isEmpty)
                #expect(try found(transaction, "b", [2]) == [1])
                #expect(try found(transaction, "c") == [1])
                // The same twice, at two elements, is one row; when one of them goes, it stays.
                var other = wait("c")
                other.element = "another"
                instance = try update(transaction, instance, [wait("c"), other])
                #expect(try found(transaction, "c") == [1])
                instance = try update(transaction, instance, [other])
                #expect(try found(transaction, "c") == [1])
                #expect(try transaction.subscriptions(of: instance) == [other])
                instance = try update(transaction, instance, [])
                #expect(try found(transaction, "c").isEmpty)
            }
        }
    }

    @Test("A name or correlation of any text is found, and only by itself")
    func oddTexts() throws {
        let texts = ["", "a", "A", "ä", "a\u{0}b", "a' OR 1=1 --", String(repeating: "long", count: 5000)]
        try withStore { store in
            try store.transaction { transaction throws in
                for (number, text) in texts.enumerated() {
                    let correlation = CorrelationText(key: text, properties: ["p": .string(text)])
                    try transaction.start(
                        number,
                        [StoredSubscription(kind: .message, name: text, correlation: correlation, element: "e")])
                }
                for (number, text) in texts.enumerated() {
                    for (other, correlated) in texts.enumerated() {
                        let correlation = CorrelationText(key: correlated, properties: ["p": .string(correlated)])
                        let found = try transaction.waiting(
                            for: .message, name: text, in: order.hash, correlations: [correlation], limit: 9)
                        #expect(found == (number == other ? [InstanceKey(Int64(number + 1))] : []))
                    }
                }
            }
        }
    }

    @Test("Waiting survives a reopening, with and without correlations")
    func reopening() throws {
        let folder = try TemporaryFolder()
        try withStore(at: folder.database) { store in
            try store.transaction { transaction throws in
                try transaction.start(1, [wait("paid", 7)])
                try transaction.start(2, [wait("paid")])
                try transaction.start(3, [wait(nil)])
            }
        }
        try withStore(at: folder.database) { store in
            let keys = try store.transaction { try found($0, "paid", [7]) }
            #expect(keys == [1, 2, 3])
        }
    }

    @Test("The look-ups of the hot path use their index")
    func plans() throws {
        let folder = try TemporaryFolder()
        try withStore(at: folder.database) { _ in }
        let database = try Database.open(at: folder.database)
        for (sql, plan) in [
            (
                "SELECT instance FROM subscription WHERE interest = 1 AND correlation = '' AND instance > 0 ORDER BY instance",
                "SEARCH subscription USING PRIMARY KEY (interest=? AND correlation=? AND instance>?)"
            ),
            (
                "SELECT key FROM instance WHERE id = 'a'",
                "SEARCH instance USING COVERING INDEX sqlite_autoindex_instance_1 (id=?)"
            ),
            (
                """
                SELECT wake_at, key FROM instance WHERE wake_at IS NOT NULL AND status = 0 AND wake_at <= 1
                ORDER BY wake_at, key
                """,
                "SEARCH instance USING INDEX instance_due (wake_at>? AND wake_at<?)"
            ),
            (
                "SELECT key FROM instance WHERE ended IS NOT NULL AND ended < 1 ORDER BY ended",
                "SEARCH instance USING COVERING INDEX instance_ended (ended>? AND ended<?)"
            ),
            (
                "SELECT position FROM inbox_digest WHERE digest = 1",
                "SEARCH inbox_digest USING PRIMARY KEY (digest=?)"
            ),
        ] {
            let explained = try database.once("EXPLAIN QUERY PLAN " + sql)
            var steps: [String] = []
            while try explained.step() { steps.append(explained.text(3)) }
            // SQLite 3.46 says so of a partial index whose condition stands in for a column; 3.40 does not.
            let words = [steps.joined(separator: "\n"), plan].map { $0.replacing("COVERING INDEX", with: "INDEX") }
            #expect(words[0] == words[1])
        }
        try database.close()
    }
}
