import EmbeddedEngine
import EnginePort
import Messages
import Models
import Synchronization
import Threads
import Values

/// The rate of instances with a script of some twenty milliseconds, with so many threads.
enum HeavyRun {
    static func rate(threads: Int, instances: Int, turns: Int) throws -> Double {
        let engine = EmbeddedEngine(threads: threads)
        let source = "n = 0\nfor i in range(\(turns)): n = n + i"
        let installed = try engine.install([BenchmarkModel.script(source)], dialect: .spiff)
        guard let definition = installed.first?.definition else {
            throw BenchmarkFailure(description: "there is no process in the model")
        }
        let steps = (0..<instances).map { number in
            let reference = InstanceReference(id: InstanceID("\(number)"), definition: definition, revision: 0)
            let step = Step(reference, .start(.none(data: [:])), at: .distantPast, seed: 1)
            return NumberedStep(UInt64(number), step, state: [])
        }
        let bell = try Doorbell()
        let left = Mutex(instances)
        let failed = Mutex<EngineFailure?>(nil)
        let clock = ContinuousClock()
        let taken = clock.measure {
            engine.begin(steps) { _, answer in
                if case .failure(let failure) = answer { failed.withLock { $0 = failure } }
                left.withLock { $0 -= 1 }
                bell.ring()
            }
            while left.withLock({ $0 > 0 }) { bell.wait(for: Sleep()) }
        }
        if let failure = failed.withLock({ $0 }) { throw failure }
        engine.close()
        return Double(instances) / (Double(taken.components.seconds) + Double(taken.components.attoseconds) / 1e18)
    }
}
