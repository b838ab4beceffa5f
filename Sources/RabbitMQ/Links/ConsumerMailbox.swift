import AMQP
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
        var pausing = Pausing.none
        var course = Course.on
    }

    /// How long the link goes on; it never goes back to an earlier one.
    enum Course: Sendable, Comparable {
        case on
        /// Consumes no more, and settles what was delivered.
        case stopped
        /// Leaves.
        case closed
    }

    private struct State {
        var generation: Generation?
        var mail = Mail()
    }

    private let state = Mutex(State())
    private let doorbell: Doorbell

    init(_ doorbell: Doorbell, pausing: Pausing = .none) {
        self.doorbell = doorbell
        state.withLock { $0.mail.pausing = pausing }
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
