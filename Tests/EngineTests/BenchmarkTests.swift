import Foundation
import Testing

@testable import BPMN
@testable import Engine
@testable import Events

/// How fast the engine alone is, on the order model, for `Tests/benchmark`. It tells processor time, not the time of a
/// busy machine.
@Suite("Benchmark", .enabled(if: ProcessInfo.processInfo.environment["BPMN_BRIDGE_BENCHMARK"] != nil))
struct BenchmarkTests {
    private static let instances = 20_000

    /// Microseconds for each.
    @discardableResult
    private func measure(_ what: String, _ body: () throws -> Void) rethrows -> Double {
        let before = processorTime()
        try body()
        let each = (processorTime() - before) / Double(Self.instances)
        print(what, "\(Int(1e6 / each)) events/s,", String(format: "%.2f µs each", each))
        return each
    }

    /// Microseconds.
    private func processorTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
    }

    @Test("An order and its payment, with the stored state")
    func order() throws {
        let bench = try Bench(orderModel, remembered: Self.instances)
        let line: Value = ["qty": 2, "price": 5]
        let ids = (0..<Self.instances).map { InstanceID("instance-\($0)") }
        var states: [[UInt8]] = []
        let start = try measure("start") {
            for (number, id) in ids.enumerated() {
                let placed = try bench.message("placed", ["order_id": .int(number), "lines": [line, line, line]])
                let started = try bench.engine.start(bench.definition, as: id, by: .event(placed), at: bench.now)
                states.append(started.state)
            }
        }
        let steps: [(String, Int)] = [("go on, remembered", 0), ("go on, from the stored state", 0)]
        for (what, revision) in steps {
            let goOn = try measure(what) {
                for (number, id) in ids.enumerated() {
                    let paid = try bench.message("received", ["order_id": .int(number), "amount": 100])
                    let reference = InstanceReference(id: id, definition: bench.definition, revision: revision)
                    let ended = try bench.engine.advance(
                        reference, by: .event(paid, addressed: false), at: bench.now
                    ) { states[number] }
                    #expect(ended.ended)
                }
            }
            print("order, \(what): \(Int(2e6 / (start + goOn))) events/s")
        }
    }
}
