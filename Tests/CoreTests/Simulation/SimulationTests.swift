import Foundation
import TestKit
import Testing

/// The core under every fault at once. `SIMULATION_SEEDS` says how many seeds (`FROM..<TO`, or a count) on a store in memory,
/// or which one (`=SEED`, with its trace); `SIMULATION_FILE_SEEDS` the same on a file.
@Suite struct SimulationTests {
    @Test("Whatever fails, nothing is lost, applied twice, reordered or made up", arguments: 0..<4 as Range<UInt64>)
    func seeds(quarter: UInt64) {
        Self.run(quarter, "SIMULATION_SEEDS", "800", isOnDisk: false)
    }

    @Test("The same on a file, whose disk fails at any write", arguments: 0..<4 as Range<UInt64>)
    func files(quarter: UInt64) {
        Self.run(quarter, "SIMULATION_FILE_SEEDS", "100", isOnDisk: true)
    }

    private static func run(_ quarter: UInt64, _ name: String, _ usual: String, isOnDisk: Bool) {
        let (seeds, isTold) = asked(name, usual)
        for seed in seeds where seed % 4 == quarter {
            guard let failure = failure(of: seed, isOnDisk) else { continue }
            Issue.record("seed \(seed): \(failure)\n\(trace(of: seed, isOnDisk).joined(separator: "\n"))")
            break
        }
        if isTold, let seed = seeds.first, seed % 4 == quarter {
            print(trace(of: seed, isOnDisk).joined(separator: "\n"))
        }
    }

    @Test("A seed is a run: the same twice")
    func repeatable() {
        for seed: UInt64 in 1...3 {
            for isOnDisk in [false, true] { #expect(Self.trace(of: seed, isOnDisk) == Self.trace(of: seed, isOnDisk)) }
        }
    }

    private static func asked(_ name: String, _ usual: String) -> (Range<UInt64>, isTold: Bool) {
        let text = Environment[name] ?? usual
        if text.hasPrefix("="), let seed = UInt64(text.dropFirst()) { return (seed..<seed + 1, true) }
        let bounds = text.split(separator: "..<").compactMap { UInt64($0) }
        if bounds.count == 2, bounds[0] <= bounds[1] { return (bounds[0]..<bounds[1], false) }
        return (0..<(bounds.first ?? 0), false)
    }

    private static func failure(of seed: UInt64, _ isOnDisk: Bool) -> (any Error)? {
        do {
            try Simulation(seed: seed, isOnDisk: isOnDisk).run()
            return nil
        } catch {
            return error
        }
    }

    private static func trace(of seed: UInt64, _ isOnDisk: Bool) -> [String] {
        var lines: [String] = []
        do {
            let simulation = try Simulation(seed: seed, isOnDisk: isOnDisk) { lines.append($0) }
            try simulation.run()
            lines.append("\(simulation.crashes) crashes, \(simulation.broker.exchange.arrivals.count) arrivals")
        } catch {
            lines.append("VIOLATION \(error)")
        }
        return lines
    }
}
