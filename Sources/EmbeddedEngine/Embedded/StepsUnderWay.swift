import EnginePort
import Messages
import Synchronization

/// The steps that were begun elsewhere and have not been answered, one of an instance at most, and what became of those
/// that have.
final class StepsUnderWay: Sendable {
    /// So many bytes of states may wait together; one step alone may have more.
    static let room = 256 << 20

    private struct State {
        var instances: Set<InstanceID> = []
        var bytes = 0
        var reports: [HeavySteps.Report] = []
    }

    private let state = Mutex(State())

    func add(_ job: StepJob) throws(EngineFailure) {
        let size = job.numbered.state.count
        try state.withLock { state throws(EngineFailure) in
            guard !state.instances.contains(job.instance) else {
                throw EngineFailure(
                    kind: .state, element: nil,
                    message: "a step of the instance \(job.instance) is being run; the next must wait for its answer")
            }
            guard state.bytes == 0 || state.bytes + size <= Self.room else {
                throw EngineFailure(
                    kind: .away, element: nil,
                    message: "no thread can run the step now: \(state.bytes) bytes of states wait already")
            }
            state.instances.insert(job.instance)
            state.bytes += size
        }
    }

    /// - Parameter wasLight: nil if it was not run.
    func remove(_ job: StepJob, wasLight: Bool?) {
        let report = wasLight.map { HeavySteps.Report(kind: .init(job.numbered.step), wasLight: $0) }
        state.withLock { state in
            state.instances.remove(job.instance)
            state.bytes -= job.numbered.state.count
            // Nobody may ask for them.
            if let report, state.reports.count < HeavySteps.most { state.reports.append(report) }
        }
    }

    func takeReports() -> [HeavySteps.Report] {
        state.withLock { state in
            defer { state.reports = [] }
            return state.reports
        }
    }
}
