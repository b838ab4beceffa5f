import EnginePort
import Foundation
import StorePort
import TestKit

@testable import Core

/// Two threads of the engine's own, without their being threads: the test sees to it that as many steps are under way as can
/// be, and then one of them ends, or is what the process dies in.
final class SimulatedWorkers {
    /// Which steps are run here.
    var goesElsewhere: (Step) -> Bool = { _ in false }
    /// A crash leaves a note of its thread; a kill does not.
    var leavesWitness = true
    /// How many steps were under way at once.
    private(set) var most = 0

    private var engine = TestEngine()
    private var notes = StepNotes()
    private var waiting: [NumberedStep] = []
    private var underWay: [Int: NumberedStep] = [:]
    private var crashed: Int?

    var isAtWork: Bool { !waiting.isEmpty || !underWay.isEmpty }

    /// In a new process there are new ones.
    func restart() -> (engine: TestEngine, notes: StepNotes) {
        (engine, notes, waiting, underWay, crashed) = (TestEngine(), StepNotes(), [], [:], nil)
        engine.goesElsewhere = goesElsewhere
        return (engine, notes)
    }

    func begin(_ steps: [NumberedStep]) {
        waiting += steps
        fill()
    }

    /// A thread that has nothing to do takes the next.
    private func fill() {
        for worker in 0..<2 where underWay[worker] == nil && !waiting.isEmpty {
            let step = waiting.removeFirst()
            underWay[worker] = step
            notes.begins(step.number, worker: worker, thread: Self.thread(of: worker))
        }
        most = max(most, underWay.count)
    }

    /// - Returns: the answer to one of the steps; nil where the process has died in one.
    func turn(
        dies: (_ unit: WorkUnit, _ about: String) -> Bool
    ) throws -> (UInt64, Result<Advance, EngineFailure>)? {
        fill()
        for (worker, step) in underWay.sorted(by: { $0.key < $1.key }) {
            guard let asking = notes.asking(for: step.number), let unit = asking.units.last?.unit else {
                throw TestFailure("nobody has asked for the step \(step.number)")
            }
            if dies(unit, asking.about) {
                crashed = worker
                return nil
            }
        }
        guard let (worker, step) = underWay.min(by: { $0.key < $1.key }) else {
            throw TestFailure("no step is under way")
        }
        underWay[worker] = nil
        notes.ended(worker: worker)
        let answers = Answers()
        engine.inner.begin([step]) { answers.put($0, $1) }
        return answers.take().first
    }

    /// What the handler of the signal would have written into the page.
    func leaveWitness(in path: String) throws {
        guard leavesWitness, let crashed else { return }
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        try handle.seek(toOffset: 5 * 8)
        try handle.write(contentsOf: withUnsafeBytes(of: Self.thread(of: crashed)) { Data($0) })
        try handle.close()
    }

    private static func thread(of worker: Int) -> UInt64 { 1000 + UInt64(worker) }
}
