import EmbeddedEngine
import EnginePort
import FoundationEssentials
import Messages
import Models
import Simulation
import Values

/// How fast the engine alone is on the order model, for `Tests/benchmark`: no broker, no database.
///
///     engine-benchmark MODEL [ORDERS]
@main
struct EngineBenchmark {
    /// How many instances wait at a time.
    private static let waiting = 1000

    static func main() throws {
        let arguments = CommandLine.arguments
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
}

/// What stops the measurement: nothing is told of an engine that does not do the work.
struct BenchmarkFailure: Error, CustomStringConvertible {
    let description: String
}
