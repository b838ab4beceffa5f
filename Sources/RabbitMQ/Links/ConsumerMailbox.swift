import Messages
import Synchronization
import Threads
import Values

/// What others want of a `ConsumerLink`, until its thread takes it.
///
/// Bounded: settlements are taken only for the generation that is up, and it has no more than the prefetch open.
final class ConsumerMailbox: Sendable {
    struct Mail: Sendable {
        var settled: [UInt64] = []
        var isPaused = false
        /// Queues that are not consumed for now; the others go on.
        var pausedQueues: TextSet = []
        var isStopped = false
        var isClosed = false
    }

    private struct State {
        var generation: Generation?
        var mail = Mail()
    }

    private let state = Mutex(State())
    private let doorbell: Doorbell

    init(_ doorbell: Doorbell, pausedQueues: TextSet = []) {
        self.doorbell = doorbell
        state.withLock { $0.mail.pausedQueues = pausedQueues }
    }

    func settle(_ generation: Generation, _ tags: [UInt64]) {
        let isCurrent = state.withLock { state in
            guard state.generation == generation else { return false }
            state.mail.settled.append(contentsOf: tags)
            return true
        }
        if isCurrent { doorbell.ring() }
    }

    func change(_ change: (inout Mail) -> Void) {
        state.withLock { change(&$0.mail) }
        doorbell.ring()
    }

    /// Settlements of this generation count from now on; nil: of none.
    func open(_ generation: Generation?) {
        state.withLock { state in
            state.generation = generation
            state.mail.settled = []
        }
    }

    func take() -> Mail {
        state.withLock { state in
            defer { state.mail.settled = [] }
            return state.mail
        }
    }
}
