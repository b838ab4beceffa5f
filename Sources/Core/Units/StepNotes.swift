import EnginePort
import Journal
import StorePort
import Synchronization

/// Knows which units of work have asked for each step that the engine runs on a thread of its own, and has the thread note
/// them in its part of the page. Made before the engine, which tells it, and given to the core, which has the page.
package final class StepNotes: StepWatch {
    /// Those who asked for a step, the outermost first.
    struct Asking: Sendable {
        var units: [BegunWork.Unit]
        #if DEBUG
            /// What they concern, for builds that die on demand.
            var about = ""
        #endif
    }

    private struct State {
        var page: WorkerNotes?
        var asking: [UInt64: Asking] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    /// From now on it is noted here.
    func note(on page: WorkerNotes?) { state.withLock { $0.page = page } }

    func expect(_ number: UInt64, for asking: Asking) { state.withLock { $0.asking[number] = asking } }

    func forget(_ number: UInt64) { state.withLock { $0.asking[number] = nil } }

    func asking(for number: UInt64) -> Asking? { state.withLock { $0.asking[number] } }

    /// Whether any step is under way, or about to be, for such a unit.
    func contains(where isOne: (WorkUnit) -> Bool) -> Bool {
        state.withLock { state in
            state.asking.values.contains { asking in asking.units.contains { isOne($0.unit) } }
        }
    }

    package func begins(_ number: UInt64, worker: Int) {
        begins(number, worker: worker, thread: WorkerNotes.thisThread)
    }

    func begins(_ number: UInt64, worker: Int, thread: UInt64) {
        let (page, asking) = state.withLock { ($0.page, $0.asking[number]) }
        guard let asking else { return }
        page?.begins(asking.units, worker: worker, thread: thread)
        #if DEBUG
            Failpoints.ofTheEnvironment.die(in: "worker", asking.about)
        #endif
    }

    package func ended(worker: Int) { state.withLock(\.page)?.ended(worker: worker) }
}
