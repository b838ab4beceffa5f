import Messages
import TestKit
import Testing
import Values

@testable import SQLiteStore
@testable import StorePort

@Suite struct BroadcastTests {
    private let bell = IncomingEvent(event: Event(kind: .signal, name: "bell"))

    private func wait() -> StoredSubscription {
        StoredSubscription(kind: .signal, name: "bell", correlation: nil, element: "e")
    }

    @Test("Who waits now has a record, once, and is given it in the order it began; then it is forgotten")
    func records() throws {
        let folder = try TemporaryFolder()
        try withStore(at: folder.database) { store in
            try store.transaction { transaction throws in
                for number in 0..<7 {
                    // Waiting twice, and for every name, is waiting.
                    let any = StoredSubscription(kind: .signal, name: nil, correlation: nil, element: "f")
                    _ = try transaction.start(number, number % 2 == 0 ? [wait(), wait(), any] : [any])
                }
                _ = try transaction.start(
                    7, [StoredSubscription(kind: .signal, name: "other", correlation: nil, element: "e")])
                _ = try transaction.start(8, [wait()], ended: noon)
                #expect(try transaction.broadcast(bell, name: "bell", in: [(order.hash, [])]) == 7)
                let isBroadcasting = transaction.isBroadcasting
                #expect(isBroadcasting)
                _ = try transaction.start(9, [wait()])
            }
        }
        try withStore(at: folder.database) { store in
            var given: [Int64] = []
            while try store.transaction({ $0.isBroadcasting }) {
                try store.transaction { transaction throws in
                    guard let row = try transaction.nextBroadcast(receivers: 3) else { return }
                    #expect(try row.incoming(bodies) == bell)
                    given += row.receivers.map(\.number)
                    try transaction.given(row)
                }
            }
            #expect(given == Array(1...7))
            #expect(try store.transaction { try $0.nextBroadcast(receivers: 3) } == nil)
        }
    }

    @Test("Nobody waits: nothing is kept; a transaction that fails keeps nothing either")
    func none() throws {
        try withStore { store in
            try store.transaction { transaction throws in
                try transaction.remember(order)
                #expect(try transaction.broadcast(bell, name: "bell", in: [(order.hash, []), ("unknown", [])]) == 0)
                let isBroadcasting = transaction.isBroadcasting
                #expect(!isBroadcasting)
                _ = try transaction.start(1, [wait()])
            }
            #expect(throws: Failure.self) {
                try store.transaction { transaction throws in
                    #expect(try transaction.broadcast(bell, name: "bell", in: [(order.hash, [])]) == 1)
                    throw Failure()
                }
            }
            #expect(try store.transaction { $0.isBroadcasting } == false)
        }
    }
}

@Suite struct InstanceParkingTests {
    @Test("An instance that cannot be read is parked all the same, and nobody finds it; given up, it has ended")
    func unreadable() throws {
        try withStore { store in
            try store.transaction { transaction throws in
                let key = try transaction.start(1, [wait("paid", 1)], wakeAt: noon).key
                _ = try transaction.start(2, [wait("paid", 2)])
                try transaction.parkUnreadable(key, reason: "damaged")
                #expect(try transaction.due(at: .distantFuture, limit: 9).isEmpty)
                #expect(
                    try transaction.waiting(
                        for: .message, name: "paid", in: order.hash, correlations: [correlation(1)], limit: 9
                    ).isEmpty)
                #expect(transaction.countInstances() == InstanceCounts(running: 1, parked: 1))
                let failure = #expect(throws: StoreFailure.self) {
                    try transaction.parkUnreadable(key, reason: "again")
                }
                #expect(failure?.kind == .stale)
                #expect(try transaction.end(parked: key, reason: "given up", at: noon))
                #expect(try !transaction.end(parked: key, reason: "given up", at: noon))
                #expect(transaction.countInstances() == InstanceCounts(running: 1, completed: 1))
                #expect(try transaction.instance(key)?.reason == "given up")
            }
        }
    }
}
