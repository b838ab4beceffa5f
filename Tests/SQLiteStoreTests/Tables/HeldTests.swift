import Messages
import TestKit
import Testing
import Values

@testable import SQLiteStore
@testable import StorePort

@Suite struct HeldTests {
    private func incoming(_ name: String, to addressee: InstanceID? = nil) -> IncomingEvent {
        IncomingEvent(event: Event(kind: .message, name: name, payload: ["a": 1]), addressee: addressee)
    }

    @Test("A held event comes back with all that a late delivery or a dead letter needs")
    func roundTrip() throws {
        try withStore { store in
            try store.transaction { transaction throws in
                var delivery = Delivery(queue: "q", exchange: "e", routingKey: "k", body: [1, 0, 2], defect: "d")
                delivery.properties.messageID = "m"
                let held = IncomingEvent(
                    event: Event(
                        kind: .escalation, name: "n", code: "c", payload: [1, "two"],
                        correlations: ["k": ["p": 7]]), addressee: id(1),
                    thrown: Thrown(instance: id(2), process: "p", sequence: 3, causedBy: "c", elsewhere: .exchange),
                    causedBy: "m",
                    traceparent: "t", unmatched: Unmatched(hold: .milliseconds(1500), then: .dead),
                    origin: KeptDelivery(delivery))
                let position = try transaction.hold(
                    held, name: "c", keys: [.addressee(id(1))], until: noon + .seconds(1))
                let rows = try transaction.held(.escalation, name: "c", keys: [.addressee(id(1))], limit: 9)
                #expect(rows.map(\.position) == [position] && rows.map(\.expiresAt) == [noon + .seconds(1)])
                #expect(try rows.first?.incoming(bodies) == held)
            }
        }
    }

    @Test("Held events are found by kind, name and key, each once, oldest first")
    func finding() throws {
        try withStore { store in
            try store.transaction { transaction throws in
                let one = HeldKey.correlation(correlation(1))
                let two = HeldKey.correlation(correlation(2))
                let a = try transaction.hold(incoming("paid"), name: "paid", keys: [one, two], until: noon)
                let b = try transaction.hold(incoming("paid"), name: "paid", keys: [.uncorrelated], until: noon)
                let c = try transaction.hold(
                    incoming("paid", to: id(1)), name: "paid", keys: [.addressee(id(1))], until: noon)
                let d = try transaction.hold(incoming("sent"), name: "sent", keys: [two], until: noon)
                #expect(try found(transaction, "paid", [one, two, .uncorrelated]) == [a, b])
                #expect(try found(transaction, "paid", [.addressee(id(1)), .addressee(id(2))]) == [c])
                #expect(try found(transaction, nil, [two]) == [a, d])
                #expect(try found(transaction, "sent", [one]).isEmpty)
                #expect(try found(transaction, "paid", [one, two, .uncorrelated], limit: 1) == [a])

                #expect(
                    try transaction.held(.message, name: "paid", for: id(1), limit: 9).map(\.position) == [a, b, c])
                #expect(try transaction.held(.message, name: "paid", for: id(2), limit: 9).map(\.position) == [a, b])
                #expect(try transaction.held(.message, name: "paid", for: nil, limit: 9).map(\.position) == [a, b])
                #expect(
                    try transaction.held(.message, name: nil, for: id(1), limit: 9).map(\.position) == [a, b, c, d])
                #expect(
                    try transaction.held(.message, name: "paid", for: id(1), after: a, limit: 1).map(\.position) == [b])
                #expect(try transaction.held(.signal, name: "paid", for: id(1), limit: 9).isEmpty)
            }
        }
    }

    private func found(
        _ transaction: borrowing Transaction, _ name: String?, _ keys: [HeldKey], limit: Int = 9
    ) throws -> [Int64] {
        try transaction.held(.message, name: name, keys: keys, limit: limit).map(\.position)
    }

    @Test("What is released is gone with its keys, and counted")
    func release() throws {
        let folder = try TemporaryFolder()
        try withStore(at: folder.database) { store in
            try store.transaction { transaction throws in
                #expect(transaction.holdsAny() == false)
                for number in 0..<5 {
                    try transaction.hold(
                        incoming("paid"), name: "paid", keys: [.correlation(correlation(number))],
                        until: noon + .seconds(number))
                }
            }
            try? store.transaction { transaction throws in
                try transaction.release(held: 1)
                #expect(transaction.countHeld() == 4)
                throw Failure()
            }
            try store.transaction { transaction throws in
                #expect(transaction.countHeld() == 5)
                try transaction.release(held: 3)
                let failure = #expect(throws: StoreFailure.self) { try transaction.release(held: 3) }
                #expect(failure?.kind == .stale)
                #expect(try found(transaction, "paid", [.correlation(correlation(2))]).isEmpty)
            }
        }
        try withStore(at: folder.database) { store in
            try store.transaction { transaction throws in
                #expect(transaction.countHeld() == 4)
                #expect(try transaction.nextExpiry() == noon)
                #expect(try transaction.expired(at: noon + .seconds(3), limit: 2).map(\.position) == [1, 2])
                #expect(try transaction.expired(at: noon + .seconds(3), limit: 9).map(\.position) == [1, 2, 4])
            }
        }
    }
}
