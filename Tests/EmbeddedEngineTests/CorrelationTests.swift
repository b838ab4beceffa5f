import EnginePort
import Testing

@testable import EmbeddedEngine
@testable import Messages
@testable import Models
@testable import Simulation
@testable import Values

@Suite("Correlations")
struct CorrelationTests {
    private func waiting() throws -> Bench {
        let bench = try Bench(orderModel)
        _ = try bench.start("a", by: .event(bench.message("placed", ["order_id": 7, "lines": []])))
        return bench
    }

    private func accepts(_ correlations: Correlations) throws -> Bool {
        let event = Event(
            kind: .message, name: "received", payload: ["order_id": 7, "amount": 1], correlations: correlations)
        return try waiting().advance("a", by: .event(event, addressed: false)).accepted
    }

    @Test("Values are compared as Python does")
    func equality() throws {
        #expect(try accepts(["order_key": ["order_id": 7]]))
        #expect(try accepts(["order_key": ["order_id": 7.0]]))
        #expect(try !accepts(["order_key": ["order_id": "7"]]))
        #expect(try !accepts(["order_key": ["order_id": 8]]))
    }

    @Test("One whole key is enough, a part of one is not")
    func wholeKeys() throws {
        #expect(try accepts(["other": ["x": 1], "order_key": ["order_id": 7]]))
        #expect(try !accepts(["order_key": ["order_id": 7, "more": 1]]))
    }

    @Test("A message without correlations, or with a key that says nothing, does not match")
    func vacuous() throws {
        #expect(try !accepts([:]))
        #expect(try !accepts(["order_key": [:]]))
        #expect(try !accepts(["unknown": ["order_id": 7]]))
    }

    @Test("What the engine waits for finds what it accepts: both agree on every key")
    func agreement() throws {
        let bench = try waiting()
        let subscribed = try bench.advance("a", by: .time).waits.first?.correlations ?? []
        for value: Value in [7, 7.0, "7", 8, true, [7], ["x": 7], nil] {
            let key: Correlations = ["order_key": ["order_id": value]]
            let isFound = CorrelationText.all(of: key).contains { subscribed.contains($0) }
            #expect(try accepts(key) == isFound)
        }
    }
}
