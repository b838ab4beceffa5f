import EmbeddedEngine
package import EnginePort
import Messages
package import Models
import Values

/// Runs a scenario in the embedded engine and tells its trace, one JSON object a line.
package struct Simulation {
    private let scenario: Scenario
    /// As it is before it begins.
    private let start: TracedInstance
    private var now = Self.epoch
    /// What was shown otherwise than the scenario expects.
    package private(set) var mismatches: [Mismatch] = []
    /// The step that is, or was last, taken.
    package private(set) var step = 0

    /// 2026-01-01T00:00:00Z: a scenario's clock does not depend on the day it runs.
    private static let epoch = Timestamp(microseconds: 1_767_225_600_000_000)

    /// - Parameter sources: the scenario's model files as they were read.
    package init(
        _ scenario: Scenario, sources: [ModelSource],
        random: @escaping @Sendable () -> UInt64 = { UInt64.random(in: .min ... .max) }
    ) throws {
        let definitions = try ModelReader.read(sources, dialect: scenario.dialect, running: scenario.process)
        guard let definition = definitions.first(where: { $0.id == scenario.process }) else {
            let hint = NearestName.hint(for: scenario.process, among: definitions.map(\.id))
            throw ScenarioProblem(path: "process", message: "no model has a process `\(scenario.process)`\(hint)")
        }
        self.scenario = scenario
        start = try TracedInstance(of: definition, answers: scenario.services, at: Self.epoch, random: random)
    }

    /// Tells each line as it comes.
    /// - Throws: what failed in the model, after the line that says so, unless the scenario expects it.
    package mutating func run(_ tell: (String) -> Void) throws(EngineFailure) {
        try run { line, _ in tell(line) }
    }

    /// Tells each line with the instance as it is then.
    mutating func run(_ tell: (String, TracedInstance) -> Void) throws(EngineFailure) {
        var instance = start
        try run(&instance, from: 0, tell)
    }

    /// Goes on with the instance as it was stored after a step.
    mutating func resume(
        _ state: [UInt8], after step: Int, _ tell: (String, TracedInstance) -> Void
    ) throws(EngineFailure) {
        for case .advance(let duration) in scenario.steps.prefix(step) { now = now + duration }
        var instance = start
        try instance.reopen(state, at: now)
        try run(&instance, from: step + 1, tell)
    }

    private mutating func run(
        _ instance: inout TracedInstance, from first: Int, _ tell: (String, TracedInstance) -> Void
    ) throws(EngineFailure) {
        for number in 0...scenario.steps.count where number >= first {
            do throws(EngineFailure) {
                step = number
                let accepted = try number == 0 ? begin(&instance) : take(scenario.steps[number - 1], in: &instance)
                let line = instance.traceLine(number, accepted: accepted)
                compare(line, number)
                tell(JSON.text(of: line, sortedKeys: true), instance)
                if scenario.reopen { try instance.reopen(instance.state, at: now) }
            } catch {
                let line: Value = ["error": true, "step": .int(number)]
                compare(line, number)
                tell(JSON.text(of: line, sortedKeys: true), instance)
                guard scenario.expectations[number]?.isError == true else { throw error }
                return
            }
        }
    }

    private mutating func compare(_ line: Value, _ number: Int) {
        guard let expectation = scenario.expectations[number] else { return }
        mismatches += expectation.mismatches(with: line, at: number)
    }

    private func begin(_ instance: inout TracedInstance) throws(EngineFailure) -> Bool? {
        try instance.begin(with: scenario.data, at: now)
        return nil
    }

    private mutating func take(
        _ step: Scenario.Step, in instance: inout TracedInstance
    ) throws(EngineFailure) -> Bool? {
        switch step {
        case .event(var event, let computes):
            if computes { event.correlations = try instance.correlationsWaitedFor(by: event) }
            return try instance.take(.event(event, addressed: false), at: now)
        case .complete(let element, let data):
            return try instance.take(.complete(element: element, data: data), at: now)
        case .reset(let element, let data): return try instance.take(.reset(to: element, data: data), at: now)
        case .advance(let duration):
            now = now + duration
            _ = try instance.take(.time, at: now)
            // The clock moves whether anybody waits for it or not.
            return true
        }
    }
}
