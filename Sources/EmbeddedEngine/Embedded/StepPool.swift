import EnginePort
import Messages
import Threads

/// Runs steps of different instances on a few threads.
final class StepPool: Sendable {
    /// As much as the thread has that runs light steps: data nests as deep on these.
    private static let stack = 8 << 20
    /// So many steps may wait for a thread.
    static let room = 1024

    private let underWay: StepsUnderWay
    private let threads: ThreadPool<StepJob>

    init(threads: Int, watch: (any StepWatch)?, room: Int = StepPool.room) {
        let underWay = StepsUnderWay()
        self.underWay = underWay
        let plans = (0..<max(1, threads)).map { _ in WorkerPlans() }
        // The threads do not hold this pool: it is let go while they live, and closes them.
        self.threads = ThreadPool(threads: threads, room: room, stack: Self.stack) { job, worker in
            watch?.begins(job.numbered.number, worker: worker)
            let (answer, wasLight) = job.result(plans[worker])
            watch?.ended(worker: worker)
            underWay.remove(job, wasLight: wasLight)
            job.answer(answer)
        }
    }

    /// - Throws: what is wrong with the caller, or `away` if there is no room.
    func begin(_ job: StepJob) throws(EngineFailure) {
        try underWay.add(job)
        do throws(ThreadPool<StepJob>.Refusal) {
            try threads.offer(job)
        } catch {
            underWay.remove(job, wasLight: nil)
            throw Self.away(error.description)
        }
    }

    /// What became of the steps that have ended since the call before.
    func takeReports() -> [HeavySteps.Report] { underWay.takeReports() }

    func close() {
        for job in threads.close() {
            underWay.remove(job, wasLight: nil)
            job.answer(.failure(Self.closed))
        }
    }

    static let closed = away(ThreadPool<StepJob>.Refusal.closed.description)

    private static func away(_ reason: String) -> EngineFailure {
        EngineFailure(kind: .away, element: nil, message: "no thread can run the step now: \(reason)")
    }
}
