import EmbeddedEngine
import EnginePort
import FoundationEssentials
import Messages
import Models
import Values

/// How fast the engine alone is: no broker, no database.
///
///     engine-benchmark MODEL [ORDERS]     on the order model, for `Tests/benchmark`
///     engine-benchmark --heavy [THREADS]  scripts of some twenty milliseconds, with one thread and with so many
///     engine-benchmark --limits [WORD]    how long a step may take at most, in place and elsewhere
@main
struct EngineBenchmark {
    /// How many instances wait at a time.
    private static let waiting = 1000

    static func main() throws {
        let arguments = CommandLine.arguments
        switch arguments.dropFirst().first {
        case "--heavy": return try compareThreads(arguments.count > 2 ? Int(arguments[2]) ?? 2 : 2)
        case "--limits": return try tellLimits(of: arguments.count > 2 ? arguments[2] : "")
        default: break
        }
        guard arguments.count > 1, let orders = Int(arguments.count > 2 ? arguments[2] : "100000"), orders > 0 else {
            throw BenchmarkFailure(description: "usage: engine-benchmark MODEL [ORDERS]")
        }
        let file = try Data(contentsOf: URL(filePath: arguments[1]))
        let model = ModelSource(file: arguments[1], bytes: [UInt8](file))
        // An engine that remembers one instance reads nearly every other from its stored state.
        for (what, remembered) in [("remembered", waiting), ("read back", 1)] {
            var run = try OrderRun(of: model, remembered: remembered)
            // What is done for the first time is not measured.
            try run.round(of: waiting)
            run.seconds = 0
            var left = orders
            while left > 0 {
                try run.round(of: min(left, waiting))
                left -= waiting
            }
            print("\(what): \(Int(Double(2 * orders) / run.seconds)) events/s")
        }
    }

    /// The processor time tells what a busy machine hides: whether the threads are in each other's way.
    private static func compareThreads(_ threads: Int) throws {
        for _ in 0..<3 {
            for count in [1, threads] {
                var rate = 0.0
                let used = try ProcessorClock.time {
                    rate = try HeavyRun.rate(threads: count, instances: 200, turns: 150_000)
                }
                print("\(count) threads: \(Int(rate))/s, \(Int(used * 1_000_000 / 200)) µs of processor time each")
            }
        }
    }

    private static func tellLimits(of word: String) throws {
        var run = LimitRun()
        for limit in LimitCase.models + LimitCase.scripts where limit.name.contains(word) {
            do {
                try run.run(limit)
            } catch {
                print("\(limit.name): \(error)")
            }
        }
        print("longest: \(Int(run.longest.inPlace * 1000)) ms in place, \(Int(run.longest.whole * 1000)) ms elsewhere")
    }
}

/// What stops the measurement: nothing is told of an engine that does not do the work.
struct BenchmarkFailure: Error, CustomStringConvertible {
    let description: String
}
