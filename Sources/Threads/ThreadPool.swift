import DequeModule
import Synchronization

/// A few native threads that take jobs from one queue, which has a limit. The threads are started with the first job.
package final class ThreadPool<Job: Sendable>: Sendable {
    /// Why a job was not taken.
    package enum Refusal: Error, Sendable, Hashable, CustomStringConvertible {
        /// So many wait already.
        case full(Int)
        case closed
        /// The system gives no thread.
        case noThread(String)

        package var description: String {
            switch self {
            case .full(let count): "\(count) wait already"
            case .closed: "no more is begun before the end"
            case .noThread(let reason): reason
            }
        }
    }

    private struct State {
        var waiting: Deque<Job> = []
        /// The doorbells of the threads that were started.
        var bells: [Doorbell] = []
        /// The threads that sleep.
        var resting: [Int] = []
        var isClosed = false
    }

    private enum Next {
        case work(Job)
        case rest
        case end
    }

    private let threads: Int
    private let room: Int
    private let stack: Int
    private let work: @Sendable (Job, _ worker: Int) -> Void
    private let state = Mutex(State())

    /// - Parameters:
    ///   - room: how many jobs may wait beside those that are being done.
    ///   - stack: the bytes of each thread's stack.
    ///   - work: does a job; the threads are counted from 0.
    package init(threads: Int, room: Int, stack: Int, _ work: @escaping @Sendable (Job, _ worker: Int) -> Void) {
        self.threads = max(1, threads)
        self.room = room
        self.stack = stack
        self.work = work
    }

    /// How many jobs no thread has taken yet.
    var waiting: Int { state.withLock { $0.waiting.count } }

    /// Puts a job at the end of the queue.
    package func offer(_ job: Job) throws(Refusal) {
        let bell: Doorbell? = try state.withLock { state throws(Refusal) in
            if state.isClosed { throw .closed }
            if state.waiting.count >= room { throw .full(room) }
            if state.bells.isEmpty { try start(&state) }
            state.waiting.append(job)
            return state.resting.popLast().map { state.bells[$0] }
        }
        bell?.ring()
    }

    /// Ends the threads, each after the job it is at. Without this they stay.
    /// - Returns: the jobs that have not been begun, and will not be.
    package func close() -> [Job] {
        let (left, bells) = state.withLock { state in
            state.isClosed = true
            defer { (state.waiting, state.resting) = ([], []) }
            return (Array(state.waiting), state.bells)
        }
        for bell in bells { bell.ring() }
        return left
    }

    /// Fewer threads than wanted are enough.
    private func start(_ state: inout State) throws(Refusal) {
        for worker in 0..<threads {
            do throws(ThreadProblem) {
                let bell = try Doorbell()
                try NativeThread.start(stack: stack) { self.run(worker, bell) }
                state.bells.append(bell)
            } catch {
                if state.bells.isEmpty { throw .noThread(error.description) }
                return
            }
        }
    }

    private func run(_ worker: Int, _ bell: Doorbell) {
        while true {
            switch next(worker) {
            case .work(let job): work(job, worker)
            case .rest: bell.wait(for: Sleep())
            case .end: return
            }
        }
    }

    private func next(_ worker: Int) -> Next {
        state.withLock { state in
            // It may have been woken by nobody.
            let place = state.resting.firstIndex(of: worker)
            if let job = state.waiting.popFirst() {
                if let place { state.resting.remove(at: place) }
                return .work(job)
            }
            if state.isClosed { return .end }
            if place == nil { state.resting.append(worker) }
            return .rest
        }
    }
}
