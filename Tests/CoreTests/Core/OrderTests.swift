import AMQP
import EnginePort
import Messages
import TestKit
import Testing
import Values

@testable import Core

/// Whatever has to wait for the engine, everything comes out as if nothing had: what concerns one instance keeps its order.
@Suite struct OrderTests {
    /// What came of it: what was published, how everything ended, how often anything did.
    private struct End: Equatable {
        var published: [String]
        var outcomes: [Outcome: Int]
        var statuses: [String]
    }

    /// - Parameter waits: one step in so many is run elsewhere; 0 for none.
    private func end(of seed: UInt64, waits: Int) throws -> End {
        let bench = try SharedBench()
        var random = SeededGenerator(seed: seed)
        var chance = SeededGenerator(seed: seed &+ 1000)
        var numbers = SeededGenerator(seed: seed)
        if waits > 0 {
            bench.engine.goesElsewhere = { _ in Int.random(in: 0..<waits, using: &numbers) == 0 }
        }
        for phase in 0..<4 {
            for delivery in try deliveries(bench, keys: ["a\(phase)", "b\(phase)"], &random) {
                bench.core.deliveriesArrived([delivery])
                if Int.random(in: 0..<3, using: &chance) == 0 { try bench.work() }
                while !bench.engine.begun.isEmpty, Int.random(in: 0..<3, using: &chance) == 0 {
                    bench.answer(Int.random(in: bench.engine.begun.indices, using: &chance))
                }
            }
            try bench.finish { Int.random(in: $0, using: &chance) }
        }
        #expect(bench.engine.atOnce.isEmpty)
        #expect(Set(bench.settled).count == bench.settled.count)
        return End(
            published: bench.published.map { String(decoding: $0.body, as: UTF8.self) }.sorted(),
            outcomes: bench.core.outcomes,
            statuses: try bench.instances().map { "\($0.causedBy ?? "-") \($0.status) \($0.revision)" }.sorted())
    }

    /// An order of each key, and payments, so that many concern the same instance; some name one, some are copies. Two orders of
    /// one key would be for two instances, whose order nobody promises.
    private func deliveries(
        _ bench: SharedBench, keys: [String], _ random: inout SeededGenerator
    ) throws -> [Delivery] {
        let known = try bench.instances().sorted { ($0.causedBy ?? "") < ($1.causedBy ?? "") }
        var deliveries: [Delivery] = []
        var ordered: Set<String> = []
        for _ in 0..<Int.random(in: 2...8, using: &random) {
            let key = keys.randomElement(using: &random) ?? "a"
            let (amount, kind) = (Int.random(in: 1...99, using: &random), Int.random(in: 0..<8, using: &random))
            let named = known.randomElement(using: &random)
            let payload = #"{"order_id":"\#(key)","amount":\#(amount)}"#
            let id = "m\(bench.posted)"
            switch (kind, named, deliveries.last) {
            case (0, let instance?, _):
                deliveries.append(
                    bench.message("payment_received", payload, id: id, instance: instance.id))
            case (1, _, let last?):
                var copy = bench.message("", "", id: "")
                (copy.properties, copy.body) = (last.properties, last.body)
                deliveries.append(copy)
            case (2...4, _, _) where ordered.insert(key).inserted:
                deliveries.append(bench.message("order_placed", payload, id: id))
            default: deliveries.append(bench.message("payment_received", payload, id: id))
            }
        }
        return deliveries
    }

    @Test("It comes out the same", arguments: 0..<60 as Range<UInt64>)
    func same(seed: UInt64) throws {
        let expected = try end(of: seed, waits: 0)
        for waits in [1, 2, 4] {
            let found = try end(of: seed, waits: waits)
            #expect(found == expected, "one step in \(waits) waits")
        }
    }
}
