import Messages
import TestKit
import Testing
import Values

@testable import SQLiteStore
@testable import StorePort

@Suite struct OutboxTests {
    @Test("A publication comes back as it was appended")
    func roundTrip() throws {
        try withStore { store in
            try store.transaction { transaction throws in
                var whole = publication("a")
                whole.properties.headers = ["x-correlation": ["order": ["id": 7]], "bytes": .list([1, nil, 2.5])]
                whole.properties.deliveryMode = 2
                whole.properties.timestamp = .max
                let empty = Publication(exchange: "", routingKey: "", properties: MessageProperties(), body: [])
                try transaction.append(whole, lane: .instance(InstanceKey(7)), at: noon)
                try transaction.append(empty, lane: .alone, at: noon + .seconds(1))
                let pending = try transaction.pending(limit: 9)
                #expect(try pending.map { try $0.publication() } == [whole, empty])
                #expect(pending.map(\.lane) == [.instance(InstanceKey(7)), .alone])
                #expect(pending.map(\.created) == [noon, noon + .seconds(1)])
                #expect(try transaction.countPending() == 2)
                #expect(try transaction.delete(pending.map(\.position) + [12345]) == 2)
            }
        }
    }

    @Test("A position is never given twice, though the outbox was empty in between")
    func positions() throws {
        try withStore { store in
            var last: Int64 = 0
            for round in 0..<20 {
                try? store.transaction { transaction throws in
                    let position = try transaction.append(publication("\(round)"), lane: .alone, at: noon)
                    #expect(position > last)
                    last = position
                    if round % 3 == 0 { throw Failure() }
                }
                try store.transaction { transaction throws in
                    #expect(transaction.lastPosition() == last)
                    #expect(try transaction.pending(after: last, limit: 9).isEmpty)
                    try transaction.delete(try transaction.pending(limit: 9).map(\.position))
                }
            }
        }
    }

    @Test("A publication that is parked leaves the outbox, with all that a retry needs")
    func parking() throws {
        try withStore { store in
            try store.transaction { transaction throws in
                let lane = Lane.instance(try transaction.start(1).key)
                let position = try transaction.append(publication("a"), lane: lane, at: noon)
                let behind = try transaction.append(publication("b"), lane: lane, at: noon)
                let number = try transaction.parkPublication(position, reason: "312 NO_ROUTE", at: noon)
                #expect(try transaction.pending(limit: 9).map(\.position) == [behind])
                let row = try #require(try transaction.parked(number: number))
                #expect(
                    try row.parked(bodies)
                        == Parked(
                            .publication(publication("a"), lane: lane), stage: "publish", reason: "312 NO_ROUTE",
                            at: noon, attempts: 1, processes: [SQLiteStoreTests.order.process]))
                let failure = #expect(throws: StoreFailure.self) {
                    try transaction.parkPublication(position, reason: "", at: noon)
                }
                #expect(failure?.kind == .stale)
            }
        }
    }

    @Test("One that cannot be read hides no other, and can be parked")
    func unreadable() throws {
        let folder = try TemporaryFolder()
        try withStore(at: folder.database) { store in
            try store.transaction { transaction throws in
                for text in ["a", "b", "c"] { try transaction.append(publication(text), lane: .alone, at: noon) }
            }
        }
        _ = try sqlite3(folder.database, "UPDATE outbox SET properties = x'ffffff' WHERE position = 2")
        try withStore(at: folder.database) { store in
            try store.transaction { transaction throws in
                let pending = try transaction.pending(limit: 9)
                #expect(pending.map { (try? $0.publication()) != nil } == [true, false, true])
                let number = try transaction.parkPublication(2, reason: "cannot be read", at: noon)
                let row = try #require(try transaction.parked(number: number))
                #expect(row.reason == "cannot be read")
                #expect(throws: CodingProblem.self) { try row.parked(bodies) }
                try transaction.release(parked: number)
                #expect(try transaction.pending(limit: 9).count == 2)
            }
        }
    }

    @Test("Whatever happens between, what is left is in the order it was appended", arguments: 0..<20 as Range<UInt64>)
    func order(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let folder = try TemporaryFolder()
        var expected: [(position: Int64, text: String)] = []
        var number = 0
        for _ in 0..<4 {
            try withStore(at: folder.database) { store in
                for _ in 0..<30 {
                    let before = expected
                    let fails = Int.random(in: 0..<4, using: &random) == 0
                    do {
                        try store.transaction(repeatable: false) { transaction throws in
                            for _ in 0..<Int.random(in: 0...5, using: &random) {
                                number += 1
                                let text = "\(number)"
                                let position = try transaction.append(
                                    publication(text), lane: .instance(InstanceKey(Int64(number % 3))), at: noon)
                                expected.append((position, text))
                            }
                            let gone = expected.filter { _ in Bool.random(using: &random) }.map(\.position)
                            #expect(try transaction.delete(gone) == gone.count)
                            expected.removeAll { gone.contains($0.position) }
                            if fails { throw Failure() }
                        }
                    } catch is Failure {
                        expected = before
                    }
                    try store.transaction { transaction throws in
                        var found: [(Int64, String)] = []
                        var cursor: Int64 = 0
                        while case let page = try transaction.pending(after: cursor, limit: 3), let last = page.last {
                            for pending in page {
                                found.append((pending.position, String(decoding: pending.body, as: UTF8.self)))
                            }
                            cursor = last.position
                        }
                        #expect(found.map(\.0) == expected.map(\.position), "seed \(seed)")
                        #expect(found.map(\.1) == expected.map(\.text), "seed \(seed)")
                    }
                }
            }
        }
    }
}
