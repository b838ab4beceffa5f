import EmbeddedEngine
import EnginePort
import Messages
import Models
import Synchronization
import Threads
import Values

/// How long a step takes that uses up what it may: in place until it is left to a thread, and there to its end.
struct LimitRun {
    /// The longest of them.
    private(set) var longest = (inPlace: 0.0, whole: 0.0)
    private let now = Timestamp(microseconds: 1_767_225_600_000_000)

    /// Times one and tells.
    mutating func run(_ limit: LimitCase) throws {
        let engine = EmbeddedEngine(threads: 1)
        defer { engine.close() }
        guard let definition = try engine.install([limit.model], dialect: .spiff).first?.definition else {
            throw BenchmarkFailure(description: "\(limit.name): there is no process in the model")
        }
        var reference = InstanceReference(id: InstanceID("a"), definition: definition, revision: 0)
        var step = Step(reference, .start(.none(data: limit.data)), at: now, seed: 1)
        var state: [UInt8] = []
        if let input = limit.input {
            guard let began = try engine.attempt(step, state: { [] }) else {
                throw BenchmarkFailure(description: "\(limit.name): the start is heavy")
            }
            (reference, state) = (step.result, began.state)
            step = Step(reference, .advance(input), at: now + .seconds(60), seed: 1)
        }
        var outcome = ""
        let inPlace = ProcessorClock.time {
            do {
                let advance = try engine.attempt(step, state: { state })
                outcome = advance == nil ? "away" : "done in place"
            } catch {
                outcome = "\(error)"
            }
        }
        let bell = try Doorbell()
        let answer = Mutex<Result<Advance, EngineFailure>?>(nil)
        let whole = ProcessorClock.time {
            engine.begin([NumberedStep(1, step, state: state)]) { _, given in
                answer.withLock { $0 = given }
                bell.ring()
            }
            while answer.withLock({ $0 == nil }) { bell.wait(for: Sleep()) }
        }
        let end: String
        switch answer.withLock({ $0 }) {
        case .success(let advance): end = "done, \(advance.state.count) bytes of state"
        case .failure(let failure):
            end = failure.kind == .budget ? "ended by the budget" : "\(failure.kind): \(failure)"
        case nil: end = ""
        }
        longest = (max(longest.inPlace, inPlace), max(longest.whole, whole))
        print("\(Self.text(inPlace)) ms  \(Self.text(whole)) ms  \(limit.name): \(outcome), then \(end)")
    }

    private static func text(_ seconds: Double) -> String {
        let tenths = Int((seconds * 10_000).rounded())
        let text = "\(tenths / 10).\(tenths % 10)"
        return String(repeating: " ", count: max(0, 9 - text.count)) + text
    }
}
