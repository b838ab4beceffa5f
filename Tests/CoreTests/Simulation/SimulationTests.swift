import Foundation
import TestKit
import Testing

/// The core under every fault at once. `SIMULATION_SEEDS` says how many seeds (`FROM..<TO`, or a count), or which one
/// (`=SEED`, with its trace).
@Suite struct SimulationTests {
    @Test("Whatever fails, nothing is lost, applied twice, reordered or made up", arguments: 0..<4 as Range<UInt64>)
    func seeds(quarter: UInt64) {
        let (seeds, isTold) = Self.asked
        for seed in seeds where seed % 4 == quarter {
            guard let failure = Self.failure(of: seed) else { continue }
            Issue.record("seed \(seed): \(failure)\n\(Self.trace(of: seed).joined(separator: "\n"))")
            break
        }
        if isTold, let seed = seeds.first, seed % 4 == quarter { print(Self.trace(of: seed).joined(separator: "\n")) }
    }

    @Test("A seed is a run: the same twice")
    func repeatable() {
        for seed: UInt64 in 1...3 { #expect(Self.trace(of: seed) == Self.trace(of: seed)) }
    }

    private static var asked: (Range<UInt64>, isTold: Bool) {
        let text = Environment["SIMULATION_SEEDS"] ?? "200"
        if text.hasPrefix("="), let seed = UInt64(text.dropFirst()) { return (seed..<seed + 1, true) }
        let bounds = text.split(separator: "..<").compactMap { UInt64($0) }
        if bounds.count == 2, bounds[0] <= bounds[1] { return (bounds[0]..<bounds[1], false) }
        return (0..<(bounds.first ?? 200), false)
    }

    private static func failure(of seed: UInt64) -> (any Error)? {
        do {
            try Simulation(seed: seed).run()
            return nil
        } catch {
            return error
        }
    }

    private static func trace(of seed: UInt64) -> [String] {
        var lines: [String] = []
        do {
            let simulation = try Simulation(seed: seed) { lines.append($0) }
            try simulation.run()
            lines.append("\(simulation.crashes) crashes, \(simulation.broker.exchange.arrivals.count) arrivals")
        } catch {
            lines.append("VIOLATION \(error)")
        }
        return lines
    }
}
