import Foundation
import Testing

/// Many random inputs to one reader: a bounded number in the normal tests, as long as one likes with `Tests/fuzz`.
///
/// Each input has a seed of its own, so that the one that failed can be tried alone: `BPMN_BRIDGE_SEED` is the run's,
/// `BPMN_BRIDGE_FUZZ_TURN` the input's number. `BPMN_BRIDGE_FUZZ_TRACE` names a file that holds the number of the input
/// being tried, for when the process does not survive it.
package struct FuzzRun {
    /// No input may take longer, on a busy machine and in a debug build too.
    private static let slowest = Duration.seconds(20)
    /// What the process may have grown to, in KiB.
    private static let mostMemory = 1 << 20

    private let name: String
    private let inputs: Int
    private let seed: UInt64
    private let seconds: Double?
    private let only: Int?
    private let trace: FileHandle?

    /// `inputs` are tried where no time is given.
    package init(_ name: String, inputs: Int) {
        self.name = name
        self.inputs = inputs
        seed = Environment["BPMN_BRIDGE_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 0..<1 << 32)
        seconds = Environment["BPMN_BRIDGE_FUZZ_SECONDS"].flatMap(Double.init)
        only = Environment["BPMN_BRIDGE_FUZZ_TURN"].flatMap { Int($0) }
        trace = Environment["BPMN_BRIDGE_FUZZ_TRACE"].flatMap { path in
            _ = FileManager.default.createFile(atPath: path, contents: nil)
            return FileHandle(forWritingAtPath: path)
        }
    }

    /// `body` makes one input from the generator, tries it, and returns whether it was read.
    package func run(_ body: (inout SeededGenerator) throws -> Bool) rethrows {
        print("fuzz \(name): seed \(seed)")
        let clock = ContinuousClock()
        let end = seconds.map { clock.now + .seconds($0) }
        var (turn, read) = (0, 0)
        var worst: (took: Duration, turn: Int) = (.zero, 0)
        while end.map({ clock.now < $0 }) ?? (turn < inputs) {
            if let only { turn = only }
            note(turn)
            var random = SeededGenerator(seed: seed &+ UInt64(turn) &* 0x9E37_79B9)
            let start = clock.now
            if try body(&random) { read += 1 }
            let took = clock.now - start
            if took > worst.took { worst = (took, turn) }
            turn += 1
            if only != nil { break }
        }
        if seconds != nil { alarm(0) }
        let memory = Self.peakMemory()
        print(
            "fuzz \(name): seed \(seed), \(turn) inputs, \(read) read, the slowest \(worst.took) (\(worst.turn)), peak \(memory) KiB"
        )
        #expect(worst.took < Self.slowest, "fuzz \(name): seed \(seed), input \(worst.turn) took \(worst.took)")
        #expect(memory < Self.mostMemory, "fuzz \(name): seed \(seed) took \(memory) KiB")
    }

    private func note(_ turn: Int) {
        guard seconds != nil else { return }
        // What never comes back ends the process, whose trace tells which input it was.
        alarm(60)
        guard let trace else { return }
        try? trace.seek(toOffset: 0)
        try? trace.write(contentsOf: Data("\(turn)          \n".utf8))
    }

    private static func peakMemory() -> Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss
    }
}
